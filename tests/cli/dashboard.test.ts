// @module-tag built
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { request } from 'node:https';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { readRecording } from '@zeromq-ts/recording';
import { exposeStats } from '@zeromq-ts/stats';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { ask, changes, messages } from '../dashboard/server.js';
import { begin, type Running, zmq } from './in-process.js';

assertBuilt();

const running: Running[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-cli-dashboard-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const each of running.splice(0)) {
    each.interrupt();
    await each.outcome;
  }
  await rm(folder, { recursive: true, force: true });
});

interface Page extends Running {
  readonly port: number;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Begins a dashboard that looks at one endpoint, where no one may be. */
async function dashboard(...argv: readonly string[]): Promise<Page> {
  const begun = begin([
    'dashboard',
    ...(argv.some((each) => each.includes('://')) ? [] : [`ipc://${folder}/1`]),
    ...argv,
  ]);
  running.push(begun);
  const [, port, token = ''] = await begun.said(/^https?:\/\/\S+?:(\d+)\/(?:#(\S+))?$/mu, 'stdout');
  return { ...begun, port: Number(port), token, headers: { authorization: `Bearer ${token}` } };
}

async function tokenFile(text: string): Promise<string> {
  const path = join(folder, 'token');
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

describe('zmq dashboard', () => {
  it('XD-05 prints the address of this machine with a token of 128 bits, another one each time', async () => {
    const [one, other] = [await dashboard(), await dashboard()];
    expect((await one.said(/.*/u, 'stdout')).input).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}\n$/u);
    expect(one.token).not.toBe(other.token);
    expect(one.port).not.toBe(other.port);
    expect((await ask(one.port, '/metrics', one.headers)).status).toBe(200);
    expect((await ask(one.port, '/metrics', other.headers)).status).toBe(401);
    one.interrupt();
    expect(await one.outcome).toMatchObject({ code: 130, stderr: '' });
  });

  it('XD-09 shows a process that exposes its figures', async () => {
    await using publisher = new ZMQPublisher();
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    await using subscriber = new ZMQSubscriber(endpoint, '');
    await publisher.subscribed('');
    await publisher.send('one');
    await subscriber.receive();
    await using exposed = await exposeStats('tcp://127.0.0.1:*', {
      name: 'quotes',
      sockets: [publisher, subscriber],
      interval: 100,
    });
    const page = await dashboard(exposed.endpoint);
    for await (const { sockets, peers } of messages(page.port, page.headers)) {
      if (sockets.length < 2) continue;
      expect(sockets).toMatchObject([
        { processName: 'quotes', type: 'PUB', endpoints: [endpoint], sent: 1, bytesSent: 3 },
        { processName: 'quotes', type: 'SUB', endpoints: [endpoint], received: 1, bytesReceived: 3 },
      ]);
      // Who is connected to whom: the one that has connected knows the endpoint as the address of its peer.
      expect(peers.map(({ address }) => address === endpoint)).toEqual([false, true]);
      break;
    }
    expect((await ask(page.port, '/metrics', page.headers)).body).toContain('type="PUB",direction="out"} 1\n');
  });

  it('XD-08 XD-09 --tail subscribes, and shows messages with --show-messages alone', async () => {
    await using publisher = new ZMQPublisher();
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    const shown = async (topic: string, ...flags: readonly string[]) => {
      const page = await dashboard('--tail', endpoint, '-s', topic, ...flags);
      await publisher.subscribed(topic);
      await publisher.send([topic, 'a body']);
      for await (const { messages: rows } of changes(page.port, page.headers)) if (rows.length > 0) return rows;
      return [];
    };
    const row = { source: endpoint, frames: 2, bytes: 10 };
    expect(await shown('news')).toMatchObject([{ ...row, text: null }]);
    expect(await shown('tale', '--show-messages')).toMatchObject([{ ...row, text: 'tale | a body' }]);
  });

  it('XD-07 XD-09 --record-folder writes recordings to new files, which a page begins and ends', async () => {
    await using publisher = new ZMQPublisher();
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    const page = await dashboard('--tail', endpoint, '--allow-actions', '--record-folder', folder);
    await publisher.subscribed('');
    expect((await ask(page.port, '/recording/start', {}, 'POST')).status).toBe(401);
    expect((await ask(page.port, '/recording/start', page.headers, 'POST')).status).toBe(204);
    await publisher.send(['one', '1']);
    for await (const { tail } of changes(page.port, page.headers)) if (tail?.recorder?.count === 1) break;
    expect((await ask(page.port, '/recording/stop', page.headers, 'POST')).status).toBe(204);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.zmqrec.jsonl'));
    expect(names).toEqual([expect.stringMatching(/^zmq-\d{8}T\d{9}Z\.zmqrec\.jsonl$/u)]);
    const path = join(folder, names[0] ?? '');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    const entries = [];
    for await (const entry of readRecording(createReadStream(path))) entries.push(entry);
    expect(entries).toMatchObject([
      { kind: 'header', type: 'SUB', endpoints: [endpoint], topics: [''] },
      { kind: 'message', frames: [Buffer.from('one'), Buffer.from('1')] },
      { kind: 'end', reason: 'stopped', count: 1 },
    ]);
    await page.said(/recorded 1 messages to zmq-/u);
  });

  it('XD-09 --record-max-size ends a recording, which the file and the log say', async () => {
    await using publisher = new ZMQPublisher();
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    const flags = ['--allow-actions', '--record-folder', folder, '--record-max-size', '1KB'];
    const page = await dashboard('--tail', endpoint, ...flags);
    await publisher.subscribed('');
    expect((await ask(page.port, '/recording/start', page.headers, 'POST')).status).toBe(204);
    for (let sent = 0; sent < 3; sent++) await publisher.send('x'.repeat(500));
    await page.said(/warning: zmq-\S+ has reached its limit \(--record-max-size\): no longer recording/u);
    for await (const { tail } of changes(page.port, page.headers)) {
      expect(tail?.size).toMatchObject({ maxBytes: 1000, isFull: true });
      break;
    }
    const [name = ''] = (await readdir(folder)).filter((each) => each.endsWith('.zmqrec.jsonl'));
    const entries = [];
    for await (const entry of readRecording(createReadStream(join(folder, name)))) entries.push(entry);
    expect(entries.at(-1)).toMatchObject({ kind: 'end', reason: 'full', count: 2 });
  });

  it('XD-09 says on the page, and not where, that no recording can be written', async () => {
    await using publisher = new ZMQPublisher();
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    const page = await dashboard('--tail', endpoint, '--allow-actions', '--record-folder', join(folder, 'missing'));
    expect((await ask(page.port, '/recording/start', page.headers, 'POST')).status).toBe(500);
    await page.said(/warning: no longer recording: .*there is no such file or folder/u);
    for await (const { tail } of changes(page.port, page.headers)) {
      expect(tail?.recorder).toMatchObject({ isRecording: false, error: expect.stringContaining('no such file') });
      expect(JSON.stringify(tail)).not.toContain(folder);
      break;
    }
  });

  it.each([
    ['--show-messages', '--tail'],
    ['--allow-actions', '--record-folder'],
    ['--record-folder=x', '--allow-actions'],
    ['--allow-actions --record-folder=x', '--tail'],
    ['--subscribe=x', '--tail'],
    ['--tail tcp://127.0.0.1:1 --record-max-size=5', '--record-folder'],
    ['--cert=x', '--tail'],
    ['--server-key=x', '--tail'],
    ['--curve-server --allow-any', '--tail'],
    ['--plain-user=x --password-file=-', '--tail'],
  ])('XD-08 %s needs %s', async (flags, needed) => {
    const { code, stderr } = await zmq(['dashboard', ...flags.split(' ')]);
    expect(code).toBe(2);
    expect(stderr).toContain(`needs ${needed}`);
  });

  it('XG-14 does not take variables of other commands for flags of a tail', async () => {
    const { code, stdout } = await zmq(['dashboard', '-t', '10ms'], { env: { ZMQ_SUBSCRIBE: 'x' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^http:/u);
    const strict = await zmq(['dashboard', '-t', '10ms', '--strict-permissions'], { env: { ZMQ_CERT: 'x' } });
    expect(strict.code).toBe(0);
  });

  it('XD-05 --port, --json and --timeout', async () => {
    const { port } = await dashboard();
    const taken = await zmq(['dashboard', '--port', String(port)]);
    expect(taken).toMatchObject({ code: 1, stdout: '' });
    expect(taken.stderr).toContain(`127.0.0.1:${port}`);
    const timed = await zmq(['dashboard', `ipc://${folder}/1`, '--json', '-t', '50ms']);
    expect(timed).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(timed.stdout)).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}$/u),
    });
  });

  it('XD-01 says so when the folder of the figures is not of this user alone', async () => {
    vi.stubEnv('XDG_RUNTIME_DIR', folder);
    await mkdir(join(folder, 'zmq-stats'));
    await chmod(join(folder, 'zmq-stats'), 0o777);
    const { code, stdout, stderr } = await zmq(['dashboard', '--timeout', '20s']);
    expect({ code, stdout }).toStrictEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('is no folder of this user alone');
  });

  it('XD-06 --allow-host answers under another name', async () => {
    const page = await dashboard('--allow-host', 'figures.example');
    expect((await ask(page.port, '/', { host: 'figures.example' })).status).toBe(200);
    expect((await ask(page.port, '/', { host: 'other.example' })).status).toBe(421);
  });

  it('XD-05 listens on other addresses only with --token-file, whose token is not printed, and warns without TLS', async () => {
    const refused = await zmq(['dashboard', '--listen', '0.0.0.0']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('needs --token-file');
    const page = await dashboard('--listen', '0.0.0.0', '--token-file', await tokenFile('0123456789abcdef+/==\n'));
    expect(page.token).toBe('');
    page.interrupt();
    const { stdout, stderr } = await page.outcome;
    expect(stdout).toMatch(/^http:\/\/localhost:\d+\/\n$/u);
    expect(stderr).toContain('warning: the token and the figures can be read on the way');
    expect(stdout + stderr).not.toContain('0123456789');
  });

  it.each(['short', '', 'a token with spaces in it', 'x'.repeat(20) + '\n' + 'y'.repeat(20)])(
    'XD-05 refuses a file whose token is %j',
    async (text) => {
      const outcome = await zmq(['dashboard', '--token-file', await tokenFile(text)]);
      expect(outcome).toMatchObject({ code: 1, stdout: '' });
      expect(outcome.stderr).toContain('has no token');
    },
  );

  it.skipIf(process.platform === 'win32')('XD-05 XA-03 warns of a token that others can read', async () => {
    const path = await tokenFile('0123456789abcdef');
    await chmod(path, 0o644);
    const page = await dashboard('--token-file', path);
    await page.said(/has a secret, and others can read it/u);
    expect((await zmq(['dashboard', '--token-file', path, '--strict-permissions'])).code).toBe(5);
  });

  it('XD-05 --tls-cert and --tls-key serve HTTPS; one needs the other', async () => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await promisify(execFile)('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ]);
    await chmod(key, 0o600);
    const page = await dashboard('--tls-cert', cert, '--tls-key', key);
    expect((await page.said(/.*/u, 'stdout')).input).toMatch(/^https:/u);
    const asked = request({
      host: '127.0.0.1',
      port: page.port,
      path: '/metrics',
      ca: await readFile(cert),
      headers: page.headers,
      agent: false,
    });
    const [response] = await once(asked.end(), 'response');
    expect(response.statusCode).toBe(200);
    response.destroy();
    expect(await zmq(['dashboard', '--tls-cert', cert])).toMatchObject({ code: 2 });
  });
});
