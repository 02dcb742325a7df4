import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Certificate } from '@zeromq-ts/security';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bound, zmq } from './in-process.js';

let folder = '';
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zmq-cli-'));
  mkdirSync(file('clients'));
  for (const name of ['server', 'client', 'stranger']) await Certificate.generate({ name }).save(file(name));
  await (await Certificate.load(file('client'))).savePublic(file('clients/client'));
  writeFileSync(file('passwords'), 'anna:correct horse\n', { mode: 0o600 });
  writeFileSync(file('password'), 'correct horse\n', { mode: 0o600 });
  writeFileSync(file('wrong'), 'wrong\n', { mode: 0o600 });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const server = (...flags: string[]) =>
  bound(['rep', 'tcp://127.0.0.1:*', '--echo', '--curve-server', '--cert', file('server'), ...flags]);

describe('XC-09, XC-10 CURVE', () => {
  it('admits the clients of --authorized, and refuses others: they end with 5 at once', async () => {
    const rep = await server('--authorized', file('clients'), '-n', '1');
    const ask = (name: string) =>
      zmq(['req', rep.endpoint, 'hello', '--cert', file(name), '--server-key', file('server'), '-t', '10s']);
    expect(await ask('stranger')).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/error: .*\n(cause: .*\n)?try: compare the keys/u),
    });
    expect(await ask('client')).toMatchObject({ code: 0, stdout: 'hello\n' });
    expect((await rep.outcome).stderr).toMatch(/warning: The handshake with \S+ has failed/u);
  });

  it('admits all that know the key of the server with --allow-any, also without keys of their own', async () => {
    const rep = await server('--allow-any', '-n', '1');
    const { publicKey } = await Certificate.load(file('server'));
    expect(await zmq(['req', rep.endpoint, 'hello', '--server-key', publicKey])).toMatchObject({
      code: 0,
      stdout: 'hello\n',
    });
    expect((await rep.outcome).code).toBe(0);
  });

  it('refuses a client without security: it ends with 5', async () => {
    const rep = await server('--allow-any');
    expect((await zmq(['req', rep.endpoint, 'hello'])).code).toBe(5);
    rep.interrupt();
    await rep.outcome;
  });

  it.each([
    [['--curve-server', '--cert', 'server'], 'needs --authorized DIR'],
    [['--curve-server', '--allow-any'], 'needs the secret key'],
    [['--cert', 'server'], 'CURVE needs --curve-server'],
    [['--allow-any', '--server-key', 'server'], 'are of the server'],
    [['--plain-user', 'anna'], '--plain-user needs --password-file'],
    [['--plain-user', 'anna', '--password-file', 'password', '--server-key', 'server'], 'one mechanism'],
  ])('%j ends with 2 and the reason', async (flags, text) => {
    const given = flags.map((flag) => (/^[a-z]+$/u.test(flag) && flag !== 'anna' ? file(flag) : flag));
    const { code, stderr } = await zmq(['pull', 'tcp://127.0.0.1:*', ...given]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
  });

  it('a file that others can read is a warning, and with --strict-permissions ends with 5', async () => {
    await Certificate.generate().save(file('open'));
    chmodSync(file('open_secret'), 0o644);
    const pull = ['pull', 'tcp://127.0.0.1:*', '-t', '10ms', '--curve-server', '--allow-any', '--cert', file('open')];
    expect(await zmq(pull)).toMatchObject({ code: 3, stderr: expect.stringContaining('others can read it') });
    expect(await zmq([...pull, '--strict-permissions'])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('chmod 600'),
    });
  });

  it('XA-03 shows no secret, whatever is wrong', async () => {
    const secret = (await Certificate.load(file('server'))).secretKey ?? '';
    const outcomes = await Promise.all([
      zmq([
        'pull',
        'tcp://127.0.0.1:*',
        '-vvv',
        '--debug',
        '-t',
        '10ms',
        '--curve-server',
        '--allow-any',
        '--cert',
        file('server'),
      ]),
      zmq(['pull', 'tcp://h', '--debug', '--json', '--curve-server', '--allow-any', '--cert', file('server')]),
      zmq([
        'pull',
        'tcp://127.0.0.1:*',
        '--debug',
        '--curve-server',
        '--allow-any',
        '--secret-key-file',
        file('server_secret'),
      ]),
    ]);
    for (const { stdout, stderr } of outcomes) expect(stdout + stderr).not.toContain(secret);
    expect(secret).toHaveLength(40);
  });
});

describe('XC-09 PLAIN', () => {
  it('admits a user with the password of a file, and refuses others with 5', async () => {
    const rep = await bound(['rep', 'tcp://127.0.0.1:*', '--echo', '-n', '1', '--plain-server', file('passwords')]);
    const ask = (password: string, stdin = '') =>
      zmq(['req', rep.endpoint, 'hello', '-t', '10s', '--plain-user', 'anna', '--password-file', password], { stdin });
    expect((await ask(file('wrong'))).code).toBe(5);
    expect(await ask('-', 'correct horse\n')).toMatchObject({ code: 0, stdout: 'hello\n' });
    expect((await rep.outcome).code).toBe(0);
  });
});

describe('XC-03 a refused handshake', () => {
  const ENDPOINTS = ['tcp://127.0.0.1:*', `ipc:///tmp/zmq-refused-${process.pid}`, 'ws://127.0.0.1:*/'];

  it.each(ENDPOINTS)(
    'is 6 at once when the types do not match, and 5 when the mechanisms do not, over %s',
    async (to) => {
      const pull = await bound(['pull', to]);
      const { code, stderr } = await zmq(['req', pull.endpoint, 'hello', '-t', '60s']);
      expect([code, stderr]).toEqual([6, expect.stringContaining('try: zmq probe')]);
      const curve = ['--server-key', file('server'), '--cert', file('client')];
      const refused = await zmq(['push', pull.endpoint, 'hello', '--wait-time', '60s', ...curve]);
      expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('compare the keys')]);
      pull.interrupt();
      await pull.outcome;
    },
  );

  it('is a warning for what runs on, once for each reason, and ends it with --fail-fast', async () => {
    const pub = await bound(['xpub', 'tcp://127.0.0.1:*', '--no-input']);
    const on = await zmq(['pull', `>${pub.endpoint}`, '-t', '600ms', '--reconnect-interval', '20ms']);
    expect(on.code).toBe(3);
    expect(on.stderr.match(/warning: The handshake/gu)).toHaveLength(1);
    expect((await zmq(['pull', `>${pub.endpoint}`, '-t', '10s', '--fail-fast'])).code).toBe(6);
    pub.interrupt();
    await pub.outcome;
  });
});
