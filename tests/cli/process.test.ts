// @module-tag built
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { assertBuilt } from '../../build/built-from.mjs';
import { PROGRAM, start, zmqProgram } from './program.js';

const MIB = 2 ** 20;

/** CLI_GIGABYTES=10 sends more. */
const GIGABYTES = Number(process.env['CLI_GIGABYTES'] ?? 1);

let folder = '';

beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), 'zmq-cli-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A PUSH of this process that a `zmq pull` can connect to. */
async function pushing(): Promise<{ readonly push: ZMQPush; readonly endpoint: string }> {
  const push = new ZMQPush(undefined, { linger: 0 });
  return { push, endpoint: await push.bind('tcp://127.0.0.1:*') };
}

describe('XO-11 stdout', () => {
  it.each([1, 64])('of %i MiB reaches a slow reader whole', async (size) => {
    const { push, endpoint } = await pushing();
    const child = spawn(process.execPath, [PROGRAM, 'pull', `>${endpoint}`, '-n', String(size), '-o', 'raw', '-q'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    for (let n = 0; n < size; n++) void push.send(Buffer.alloc(MIB - 1, 'a'));
    // The pipe is full, and the program has to wait, before anything is read.
    await push.connected();
    let read = 0;
    for await (const chunk of child.stdout) read += (chunk as Buffer).length;
    expect([await ended, read]).toEqual([[0, null], size * MIB]);
    await push.close();
  });
});

describe('XO-12 a reader that closes stdout', () => {
  it('ends the command with 0, and without a word', async () => {
    const { push, endpoint } = await pushing();
    const program = start(['pull', `>${endpoint}`, '-q']);
    await push.send('one');
    await program.said(/one/u, 'stdout');
    program.child.stdout?.destroy();
    const sending = (async () => {
      while (await push.send('more', { timeout: 20_000 }).catch(() => false));
    })();
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stderr()).toBe('');
    await push.close();
    await sending;
  });
});

describe('XC-05 a reader that closes stderr', () => {
  it('does not end the command', async () => {
    const program = start(['pull', 'tcp://127.0.0.1:*', '-n', '2', '-v', '--print-endpoint']);
    const [endpoint = ''] = await program.said(/tcp:\S+/u, 'stdout');
    program.child.stderr?.destroy();
    expect((await zmqProgram(['push', endpoint, 'one'])).code).toBe(0);
    expect((await zmqProgram(['push', endpoint, 'two'])).code).toBe(0);
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(program.stdout().toString()).toMatch(/one\ntwo\n$/u);
  });
});

describe('XO-12 a disk that is full', () => {
  it.runIf(process.platform === 'linux')('ends the command with 1 and a sentence', async () => {
    const { push, endpoint } = await pushing();
    const child = spawn('sh', ['-c', `exec "$0" "$1" pull ">${endpoint}" > /dev/full`, process.execPath, PROGRAM], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await push.send('one');
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(stderr).toMatch(/^error: .*no space left on device/imu);
    await push.close();
  });
});

describe.runIf(process.platform === 'linux')('XO-12 a disk that is full when all is written at once', () => {
  it.each(['--version', 'version', 'help', 'pub --help', 'cheat', 'keygen', 'completion bash'])(
    'zmq %s ends with 1 and a sentence',
    (line) => {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', 'exec "$0" "$@" > /dev/full', process.execPath, PROGRAM, ...line.split(' ')],
        { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
      );
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/^error: .*no space left on device/imu),
      });
    },
  );
});

describe('XC-04 signals', () => {
  it.each([
    ['SIGINT', 'pull'],
    ['SIGTERM', 'sub'],
    ['SIGHUP', 'pull'],
  ] as const)('%s ends %s as a signal, after a summary', async (signal, command) => {
    const program = start([command, '@tcp://127.0.0.1:*']);
    await program.said(/bound/u);
    program.child.kill(signal);
    expect(await program.ended).toEqual({ code: null, signal });
    expect(program.stderr()).toMatch(/^sent 0 .*received 0/mu);
  });

  it('SIGINT of a sender waits for what is not handed over, and a second one does not', async () => {
    const program = start(['push', 'tcp://127.0.0.1:9', '--no-wait', '-l', '60s']);
    program.child.stdin?.write('a line\n');
    await program.said(/connecting/u);
    program.child.kill('SIGINT');
    await program.said(/interrupted: waiting/u);
    program.child.kill('SIGINT');
    expect(await program.ended).toEqual({ code: null, signal: 'SIGINT' });
  });

  it('leave what has arrived printed', async () => {
    const { push, endpoint } = await pushing();
    const program = start(['pull', `>${endpoint}`]);
    for (let n = 0; n < 1000; n++) await push.send(String(n));
    await program.said(/^0$/mu, 'stdout');
    await program.said(/^999$/mu, 'stdout');
    program.child.kill('SIGINT');
    await program.ended;
    expect(program.stdout().toString().split('\n')).toHaveLength(1001);
    await push.close();
  });
});

describe('XC-06 errors', () => {
  it('a port in use is 1, and says what to do', async () => {
    const pull = new ZMQPull();
    const endpoint = await pull.bind('tcp://127.0.0.1:*');
    const { code, stderr } = await zmqProgram(['pull', endpoint]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: Cannot bind .*the address is in use.*\n(cause: .*\n)?try: .*port \*/u),
    ]);
    expect(stderr).not.toMatch(/^ +at /mu);
    const json = await zmqProgram(['pull', endpoint, '--json']);
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'EADDRINUSE', exit: 1 } });
    await pull.close();
  });
});

describe('XG-05 --endpoint-file', () => {
  it('has the endpoint as soon as it is there, for its owner alone', async () => {
    const file = join(folder, 'endpoint');
    const program = start(['pull', 'tcp://127.0.0.1:*', '-n', '1', '--endpoint-file', file]);
    await program.said(/bound/u);
    const { code } = await zmqProgram(['push', readFileSync(file, 'utf8').trim(), 'hello']);
    expect(code).toBe(0);
    await program.ended;
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

const hasScript = spawnSync('script', ['--version']).status === 0;

/** Runs `zmq` on a pseudo-terminal. */
function onTerminal(
  line: string,
  env: NodeJS.ProcessEnv = {},
): { readonly output: string; readonly code: number | null } {
  const { NO_COLOR: _, ...own } = process.env;
  const { stdout, status } = spawnSync('script', ['-qec', `"${process.execPath}" "${PROGRAM}" ${line}`, '/dev/null'], {
    input: '',
    env: { ...own, TERM: 'xterm', ...env },
    timeout: 20_000,
  });
  return { output: stdout.toString(), code: status };
}

describe.runIf(hasScript)('on a terminal', () => {
  const RED = '\u001B[31m';

  it('XC-08 errors are in colour, unless NO_COLOR, TERM=dumb or --no-color says otherwise', () => {
    expect(onTerminal('nothing').output).toContain(RED);
    expect(onTerminal('nothing', { NO_COLOR: '1' }).output).not.toContain('\u001B');
    expect(onTerminal('nothing', { TERM: 'dumb' }).output).not.toContain('\u001B');
    expect(onTerminal('nothing --no-color').output).not.toContain('\u001B');
  });

  it('XO-03 raw bytes are refused without --force', () => {
    const { output, code } = onTerminal('pull tcp://127.0.0.1:* -o raw -t 10ms');
    expect([code, output]).toEqual([2, expect.stringContaining('--force')]);
    expect(onTerminal('pull tcp://127.0.0.1:* -o raw --force -t 10ms').code).toBe(3);
  });

  it('XA-01 a message cannot set the title', async () => {
    const { push, endpoint } = await pushing();
    void push.send('\u001B]0;title\u0007\u202E');
    const child = spawn(
      'script',
      ['-qec', `"${process.execPath}" "${PROGRAM}" pull '>${endpoint}' -n 1 -v`, '/dev/null'],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    expect(output).toContain(String.raw`\x1b]0;title\x07\xe2\x80\xae`);
    expect(output).not.toContain('\u001B]0');
    await push.close();
  });

  it('XI-05 stdin is asked for; --no-input ends with 2', () => {
    expect(onTerminal('push tcp://127.0.0.1:9 --no-wait -l 0').output).toContain('one message per line; Ctrl-D ends');
    expect(onTerminal('push tcp://127.0.0.1:9 --no-wait --no-input').code).toBe(2);
  });
});

describe.runIf(process.platform === 'linux')('XC-11 the locale', () => {
  it('changes nothing', async () => {
    const outputs = await Promise.all(
      ['C', 'tr_TR.UTF-8', 'de_DE.UTF-8'].map(async (locale) => {
        const pull = start(['pull', 'tcp://127.0.0.1:*', '-n', '1', '--print-endpoint', '--stats'], {
          env: { LC_ALL: locale },
        });
        const [endpoint = ''] = await pull.said(/tcp:\S+/u, 'stdout');
        await zmqProgram(['push', endpoint, 'İı grün', '1234.5'], { env: { LC_ALL: locale } });
        await pull.ended;
        return [pull.stdout(), pull.stderr()].join('').replaceAll(endpoint, '');
      }),
    );
    expect(new Set(outputs).size).toBe(1);
  });
});

describe.runIf(process.platform === 'linux')('XI-04 memory', () => {
  it(
    `stays flat while ${GIGABYTES} GB goes through push and pull`,
    async () => {
      const most = 400 * MIB;
      const pull = start(['pull', 'tcp://127.0.0.1:*', '-o', 'none', '-q', '--print-endpoint', '--idle', '5s']);
      const [endpoint = ''] = await pull.said(/tcp:\S+/u, 'stdout');
      const push = start(['push', endpoint, '-q', '--input', 'lines']);
      const line = Buffer.alloc(65_536, 'a');
      line[65_535] = 0x0a;
      let peak = 0;
      const { stdin } = push.child;
      for (let n = 0; n < GIGABYTES * 16_384; n++) {
        if (stdin?.write(line) === false) await once(stdin, 'drain');
        if (n % 1024 === 0) peak = Math.max(peak, residentBytes(push.child.pid), residentBytes(pull.child.pid));
      }
      stdin?.end();
      expect(await push.ended).toEqual({ code: 0, signal: null });
      expect(await pull.ended).toEqual({ code: 0, signal: null });
      expect(peak).toBeGreaterThan(10 * MIB);
      expect(peak).toBeLessThan(most);
    },
    GIGABYTES * 120_000,
  );
});

/** What `ps` calls RSS. */
function residentBytes(pid: number | undefined): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

describe('XN-03 the start', () => {
  it('loads no more than it needs: no parser for --version and complete, no sockets for help', () => {
    expect(modulesOf(['--version'])).not.toMatch(/parts\/grammar|pubsub|transports/u);
    expect(modulesOf(['complete', '--', 'p'])).not.toMatch(/parts\/grammar|pubsub|transports/u);
    expect(modulesOf(['pub', '--help'])).not.toMatch(/pubsub|transports/u);
    // The parser is a part of the program.
    expect(modulesOf(['pub', '--help'])).not.toMatch(/commander/u);
    expect(readFileSync(join(dirname(PROGRAM), 'THIRD-PARTY-LICENSES.txt'), 'utf8')).toMatch(
      /^commander \d+\.\d+\.\d+\n[^]*Permission is hereby granted/u,
    );
    expect(modulesOf(['pub', 'tcp://127.0.0.1:*', 'a', '--no-wait'])).toMatch(/pubsub/u);
    expect(modulesOf(['pub', 'tcp://127.0.0.1:*', 'a', '--no-wait'])).not.toMatch(
      /pushpull|reqrep|security|websocket/u,
    );
  });

  it('loads few files: each of them costs a part of the start', () => {
    const own = (line: readonly string[]): readonly string[] =>
      modulesOf(line)
        .split('\n')
        .flatMap((text) => /packages\/cli\/dist\/(.*)$/u.exec(text)?.[1] ?? []);
    expect(own(['--version'])).toEqual(['zmq.js', 'parts/base.js']);
    expect(own(['pub', 'tcp://127.0.0.1:*', 'a', '--no-wait']).toSorted()).toEqual(
      [
        'zmq.js',
        ...['base', 'commands-pub-run', 'grammar', 'line', 'names', 'output', 'report', 'sockets'].map(
          (name) => `parts/${name}.js`,
        ),
      ].toSorted(),
    );
    // An error needs no socket.
    expect(modulesOf(['pub', '--no-such-flag'])).not.toMatch(/parts\/sockets|packages\/core/u);
  });
});

/** The files of modules that a command line loads, as the loader of Node names them. */
function modulesOf(line: readonly string[]): string {
  const hook = `export async function load(url, context, next) { process._rawDebug('loads ' + url); return next(url, context); }`;
  const data = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(data(hook))});`;
  const { stderr } = spawnSync(process.execPath, ['--import', data(register), PROGRAM, ...line], {
    encoding: 'utf8',
    timeout: 20_000,
    // Files of the user would load more.
    env: { ...process.env, XDG_CONFIG_HOME: folder },
  });
  return stderr
    .split('\n')
    .filter((text) => text.startsWith('loads '))
    .join('\n');
}
