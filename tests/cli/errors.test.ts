import { PassThrough } from 'node:stream';
import { run } from '@zeromq-ts/cli';
import { describe, expect, it } from 'vitest';
import { EXIT_OF_CODE, HINT_OF_CODE } from '../../packages/cli/src/errors/exit-of-code.js';
import { bound, zmq } from './in-process.js';

describe('XC-06 an error', () => {
  it('says what has failed, why, and what to do, and has a stack only with --debug', async () => {
    const line = ['pull', 'tcp://no-such-interface:1'];
    const { code, stderr } = await zmq(line);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: Cannot bind .*\ncause: .*\ntry: bind an address .*\n$/u);
    const { stderr: debugged } = await zmq([...line, '--debug']);
    expect(debugged.startsWith(stderr)).toBe(true);
    expect(debugged).toMatch(/^ {4}at .*\n(?:.*\n)*caused by\n/mu);
  });

  it('of a time that is over says what has kept the socket from a peer', async () => {
    const { code, stderr } = await zmq(['push', 'tcp://127.0.0.1:9', 'a', '-t', '3s']);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^error: No peer in time\.\ncause: .*no socket listens there/mu);
  });

  it.each([
    ['sub', 'tcp://127.0.0.1:9', '-t', '5'],
    ['push', 'tcp://127.0.0.1:9', 'a', '--wait-time', '5'],
    ['push', 'tcp://127.0.0.1:9', 'a', '-t', '5'],
    ['req', 'tcp://127.0.0.1:9', 'a', '-t', '5'],
    ['req', 'tcp://127.0.0.1:9', 'a', '-t', '5', '--parallel', '2'],
    ['pull', 'tcp://127.0.0.1:*', '--idle', '5'],
  ])('XG-10 of so short a time that seconds may have been meant says so: %s %s %s %s %s', async (...line) => {
    expect((await zmq(line)).stderr).toContain('try: a number alone is milliseconds: 5s is 5 seconds\n');
  });

  it('XG-10 of a longer time does not, and help says what a number alone is', async () => {
    expect((await zmq(['sub', 'tcp://127.0.0.1:9', '-t', '50'])).stderr).not.toContain('a number alone');
    for (const command of ['sub', 'req', 'ping', 'bench thr']) {
      const { stdout } = await zmq([...command.split(' '), '--help']);
      expect(stdout).toContain('\nTIME is 250ms, 5s, 1m or 2h; a number alone is milliseconds.\n');
    }
    expect((await zmq(['sub', '--help'])).stdout).toMatch(
      /--timeout TIME +end after this time, such as 5s; a number alone is\s+milliseconds/u,
    );
    expect((await zmq(['version', '--help'])).stdout).not.toContain('TIME');
  });

  it.each([
    ['sub', 'tcp://127.0.0.1:9', '-t', '5ms'],
    ['push', 'tcp://127.0.0.1:9', 'a', '--wait-time', '0.005s'],
    ['req', 'tcp://127.0.0.1:9', 'a', '-t', '5ms', '--parallel', '2'],
    ['pull', 'tcp://127.0.0.1:*', '--idle', '5ms'],
  ])('XG-10 nor does that of a time that was given with its unit: %s %s %s %s %s', async (...line) => {
    const { code, stderr } = await zmq(line);
    expect([code > 2, stderr]).toEqual([true, expect.not.stringContaining('a number alone')]);
  });

  it('XG-10 a number alone in the environment is one, too', async () => {
    const line = ['pull', 'tcp://127.0.0.1:*'];
    expect((await zmq(line, { env: { ZMQ_IDLE: '5' } })).stderr).toContain('5s is 5 seconds');
    expect((await zmq(line, { env: { ZMQ_IDLE: '5ms' } })).stderr).not.toContain('5s is 5 seconds');
  });

  it('names the flag that gives it more time', async () => {
    const hintOf = async (...flags: string[]): Promise<string | undefined> => {
      const { stderr } = await zmq(['pipe', 'pull', 'tcp://127.0.0.1:*', 'push', 'tcp://127.0.0.1:9', ...flags]);
      return /--[a-z-]+ waits longer/u.exec(stderr)?.[0];
    };
    expect(await hintOf('--idle', '60ms')).toBe('--idle waits longer');
    expect(await hintOf('-t', '60ms')).toBe('--timeout waits longer');
    expect(await hintOf('--wait-time', '60ms')).toBe('--wait-time waits longer');
  });

  it('of a receiver says what has come, and whether a peer was there', async () => {
    const nobody = await zmq(['sub', 'tcp://127.0.0.1:9', '-t', '1500ms']);
    expect([nobody.code, nobody.stderr]).toEqual([
      3,
      expect.stringMatching(
        /error: The time of 1500 ms is over: no message has come, and no peer was there\.\ncause: .*no socket listens there.*\ntry: is the other side/u,
      ),
    ]);
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '3', '--idle', '5s', '--json']);
    expect((await zmq(['push', pull.endpoint, 'a', '-n', '2'])).code).toBe(0);
    const { code, stderr } = await pull.outcome;
    expect([code, JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')]).toMatchObject([
      3,
      { error: { exit: 3, message: 'Nothing has arrived for 5000 ms: 2 of 3 messages have come.' } },
    ]);
  });

  it.each([
    ['req', 'tcp://127.0.0.1:9', 'a', '--cert', '/no/such/file', '--server-key', '/no/such/file'],
    ['rep', 'tcp://127.0.0.1:*', 'a', '--plain-server', '/no/such/file'],
    ['push', 'tcp://127.0.0.1:9', '--file', '/no/such/file'],
    ['cert', 'show', '/no/such/file'],
  ])('of a file that is not there begins with its path: %s %s', async (...line) => {
    const { code, stderr } = await zmq(line);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: \/no\/such\/file: there is no such file or folder\.\ncause: ENOENT.*\ntry: /u),
    ]);
  });

  it('of a command that help does not know has the nearest one', async () => {
    expect(await zmq(['help', 'sbu'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/"sbu"\. Did you mean sub/u),
    });
    expect(await zmq(['help', 'cert', 'nw'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Did you mean new/u),
    });
    expect(await zmq(['help', 'pub', 'sub'])).toMatchObject({ code: 2, stderr: expect.stringContaining('"pub sub"') });
  });

  it('has a line that says what to do for every code, but those of mistakes in programs', () => {
    const without = Object.keys(EXIT_OF_CODE).filter((code) => HINT_OF_CODE[code] === undefined);
    expect(without.toSorted()).toEqual(['EFSM', 'ENOTSOCK', 'ETERM']);
  });
});

/** What a command says on a stderr that is a terminal, or is not. */
async function saidOn(
  isTTY: boolean,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  let said = '';
  stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const stdout = new PassThrough().resume();
  await run(argv, { stdin: new PassThrough(), stdout, stderr, env, signal: new AbortController().signal });
  return said;
}

describe('XC-08 colour', () => {
  const RED = '\u001B[31m';

  it.each([
    { isTTY: true, isRed: true },
    { isTTY: false, isRed: false },
    { isTTY: false, env: { FORCE_COLOR: '1' }, isRed: true },
    { isTTY: true, env: { FORCE_COLOR: '0' }, isRed: false },
    { isTTY: false, flags: ['--color=always'], isRed: true },
    { isTTY: false, flags: ['--color', 'always'], isRed: true },
    { isTTY: false, env: { ZMQ_COLOR: 'always' }, isRed: true },
    { isTTY: true, flags: ['--color=never'], isRed: false },
    { isTTY: true, flags: ['--no-color'], env: { FORCE_COLOR: '1' }, isRed: false },
    { isTTY: true, env: { NO_COLOR: '1' }, isRed: false },
    { isTTY: true, env: { NO_COLOR: '' }, isRed: true },
    { isTTY: true, env: { TERM: 'dumb' }, isRed: false },
  ])('of $isTTY, $env, $flags is $isRed', async ({ isTTY, env = {}, flags = [], isRed }) => {
    for (const line of [['nothing'], ['pull', 'tcp://h']]) {
      const said = await saidOn(isTTY, [...line, ...flags], env);
      expect(said).toContain('error:');
      expect(said.includes(RED)).toBe(isRed);
    }
  });
});

describe('XB-06 progress', () => {
  it('is on a terminal alone, and not with --no-progress, -q or --json', async () => {
    const line = ['bench', 'thr', '--transport', 'inproc', '--duration', '10ms', '--warmup', '0', '--repeat', '1'];
    expect(await saidOn(true, line)).toMatch(/\[[#.]{20}\] 1\/1 /u);
    for (const flag of ['--no-progress', '-q', '--json'])
      expect(await saidOn(true, [...line, flag])).not.toContain('\r');
    expect(await saidOn(false, line)).not.toContain('\r');
  });
});

describe('XO-05 --format', () => {
  it('has times, the peer, and bytes that a shell cannot give', async () => {
    const format = String.raw`%t|%d|%p|%1|%9|%g|%i|\t\x00\n`;
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '1', '--format', format]);
    await zmq(['push', pull.endpoint, 'a', 'b']);
    expect((await pull.outcome).stdout).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\|0\.000000\|tcp:\/\/127\.0\.0\.1:\d+\|b\|\|\|\|\t\0\n$/u,
    );
  });
});
