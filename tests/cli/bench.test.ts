// @module-tag built
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQRequest } from '@zeromq-ts/reqrep';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPayload } from '../../packages/cli/src/bench/payload.js';
import { SequenceCheck } from '../../packages/cli/src/bench/sequence-check.js';
import { assertBuilt } from '../../build/built-from.mjs';
import { zmq } from './in-process.js';
import { start, zmqProgram } from './program.js';

assertBuilt();

/** The first Python here that knows zmq, as in tests/interop: Debian's module is not in a Python of one's own. */
const python = ['python3', '/usr/bin/python3', 'python'].find(
  (command) => spawnSync(command, ['-c', 'import zmq']).status === 0,
);

const SHORT = ['--duration', '50ms', '--warmup', '10ms', '--repeat', '1'];

interface Row {
  readonly [name: string]: unknown;
  readonly messages: number;
  readonly lost: number;
  readonly rate: number;
  readonly latency?: { readonly p50: number; readonly p99: number; readonly max: number };
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-bench-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function rowsOf(...argv: string[]): Promise<Row[]> {
  const { code, stdout, stderr } = await zmq(['bench', ...argv, '--json']);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row & { summary?: unknown });
  expect(lines.pop()?.summary).toBeDefined();
  return lines;
}

describe('XB-01 bench with peers of its own', () => {
  it.each([
    ['push-pull', 'tcp', 'zmtp'],
    ['push-pull', 'ipc', 'libzmq'],
    ['push-pull', 'inproc', 'zmtp'],
    ['push-pull', 'ws', 'zmtp'],
    ['pub-sub', 'tcp', 'zmtp'],
    ['dealer-router', 'tcp', 'zmtp'],
    ['pair', 'ipc', 'zmtp'],
  ])('XB-02, XB-05, XB-07 thr: %s over %s on %s counts every message', async (pattern, transport, engine) => {
    const [row] = await rowsOf('thr', ...SHORT, '--pattern', pattern, '--transport', transport, '--engine', engine);
    expect(row).toMatchObject({
      bench: 'thr',
      pattern,
      transport,
      engine,
      size: 10,
      repeat: 1,
      disordered: 0,
      wrongSize: 0,
    });
    expect(row?.messages).toBeGreaterThan(0);
    if (pattern === 'pub-sub') expect(row?.lost).toBeGreaterThanOrEqual(0);
    else expect(row?.lost).toBe(0);
    expect(row).toMatchObject({
      send: { cpu: expect.any(Number), rss: expect.any(Number) },
      backlog: expect.any(Number),
    });
  });

  it('XB-02 counts exactly as many as asked for, of several sizes and frames', async () => {
    const rows = await rowsOf(
      'thr',
      '-n',
      '500',
      '--size',
      '0,10,4KiB,64KiB',
      '--frames',
      '2',
      '--repeat',
      '1',
      '--warmup',
      '5ms',
    );
    expect(rows.map(({ size, messages, lost, wrongSize }) => [size, messages, lost, wrongSize])).toStrictEqual([
      [0, 500, 0, 0],
      [10, 500, 0, 0],
      [4096, 500, 0, 0],
      [65_536, 500, 0, 0],
    ]);
  });

  it('XB-02 fan-in and fan-out have as many peers as asked for', async () => {
    expect(await rowsOf('fanin', '-n', '200', '--clients', '3', '--repeat', '1')).toMatchObject([
      { messages: 600, lost: 0, disordered: 0 },
    ]);
    const [row] = await rowsOf('fanout', ...SHORT, '--clients', '2');
    expect(row).toMatchObject({ clients: 2, wrongSize: 0 });
    expect(row?.messages).toBeGreaterThan(1);
  });

  it.each(['null', 'plain', 'curve'])('XB-02 with the mechanism %s', async (mechanism) => {
    const rows = await rowsOf('thr', '-n', '100', '--mechanism', mechanism, '--repeat', '1', '--warmup', '0');
    expect(rows).toMatchObject([{ mechanism, messages: 100 }]);
  });

  it('XB-04 lat has percentiles in their order, in a closed loop', async () => {
    for (const pattern of ['req-rep', 'dealer-router', 'pair']) {
      const [row] = await rowsOf('lat', '-n', '50', '--pattern', pattern, '--repeat', '1', '--warmup', '0');
      expect(row).toMatchObject({ messages: 50, lost: 0 });
      const { p50 = 0, p99 = 0, max = 0 } = row?.latency ?? {};
      expect(p50).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50);
      expect(max).toBeGreaterThanOrEqual(p99);
    }
  });

  it('XB-04 lat counts as many as asked for after a warmup', async () => {
    const [row] = await rowsOf('lat', '-n', '20', '--repeat', '1', '--warmup', '50ms');
    expect(row).toMatchObject({ messages: 20, lost: 0 });
  });

  it('XB-04 lat with a rate sends by the clock: as many as rate and duration say', async () => {
    const argv = [
      '--pattern',
      'dealer-router',
      '--rate',
      '500/s',
      '--duration',
      '200ms',
      '--warmup',
      '0',
      '--repeat',
      '1',
    ];
    expect(await rowsOf('lat', ...argv)).toMatchObject([{ messages: 100, lost: 0 }]);
    expect(await zmq(['bench', 'lat', '--rate', '500/s'])).toMatchObject({ code: 2 });
  });

  it('connect counts handshakes', async () => {
    const [row] = await rowsOf('connect', '-n', '5', '--warmup', '0', '--repeat', '1');
    expect(row).toMatchObject({ messages: 5, latency: { p50: expect.any(Number) } });
  });

  it('XB-03, XB-06 runs variants in turns, and shows ratios with their spread', async () => {
    const argv = ['bench', 'thr', '-n', '100', '--size', '10,1KiB', '--repeat', '2', '--warmup', '0'];
    const csv = await zmq([...argv, '--output', 'csv']);
    const cells = csv.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    const column = (name: string): readonly (string | undefined)[] =>
      cells.slice(1).map((row) => row[(cells[0] ?? []).indexOf(name)]);
    expect(column('size')).toStrictEqual(['10', '1024', '10', '1024']);
    expect(column('repeat')).toStrictEqual(['1', '1', '2', '2']);
    const text = await zmq(argv);
    expect(text.stdout).toMatch(/^variant +per second +MB\/s +spread +ratio/);
    expect(text.stdout).toMatch(/10 B .* 1\.00 /);
    expect(text.stdout).toContain(`node ${process.versions.node}`);
    expect(text.stderr).toBe('');
  });

  it('XB-06 writes the latencies by percentile to a file', async () => {
    const file = join(folder, 'latencies.csv');
    expect((await zmq(['bench', 'lat', '-n', '20', '--repeat', '1', '--warmup', '0', '--histogram', file])).code).toBe(
      0,
    );
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('variant,repeat,percentile,microseconds');
    expect(lines).toHaveLength(13);
  });

  it('XB-08 compares with results before, and ends with 8 below a limit', async () => {
    const argv = ['bench', 'thr', '-n', '100', '--repeat', '1', '--warmup', '0'];
    const { stdout } = await zmq([...argv, '--json']);
    const file = join(folder, 'before.json');
    const line = stdout.split('\n')[0] as string;
    const scaled = (factor: number): string => {
      const row = JSON.parse(line) as Row;
      return `${JSON.stringify({ ...row, rate: row.rate * factor })}\n`;
    };
    await writeFile(file, scaled(1e-6));
    const faster = await zmq([...argv, '--compare', file, '--fail-below', '0.9']);
    expect(faster.code).toBe(0);
    expect(faster.stdout).toContain('compared');
    await writeFile(file, scaled(1e6));
    const slower = await zmq([...argv, '--compare', file, '--fail-below', '0.9']);
    expect(slower.code).toBe(8);
    expect(slower.stderr).toContain('Below 0.9');
    expect((await zmq([...argv, '--fail-below', '0.9'])).code).toBe(2);
    await writeFile(file, 'no results');
    expect((await zmq([...argv, '--compare', file])).code).toBe(1);
  });

  it('XB-09 a process that cannot go on ends the run with its error, and exit code 1', async () => {
    // What it is given as its temporary folder cannot be bound below: the path of the socket is too long.
    const { code, stderr } = await zmqProgram(['bench', 'thr', '--transport', 'ipc', ...SHORT], {
      env: { TMPDIR: await longFolder() },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('ended early');
    expect(stderr).toContain('It says:');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'XB-09 leaves no process when it is ended by %s',
    async (signal) => {
      const program = start(['bench', 'thr', '--duration', '1h', '--warmup', '0']);
      const { pid } = program.child;
      let children = childrenOf(pid as number);
      while (children.length < 2) {
        await turn();
        children = childrenOf(pid as number);
      }
      program.child.kill(signal);
      expect((await program.ended).signal).toBe(signal);
      while (children.some((child) => isRunning(child))) await turn();
    },
  );

  it.each([
    [['thr', '--pattern', 'req-rep'], 'measures'],
    [['thr', '--clients', '3'], '--clients'],
    [['thr', '--transport', 'udp'], '--transport'],
    [['thr', '--size', 'x'], '--size'],
    [['thr', 'tcp://127.0.0.1:1'], '--role'],
    [['thr', '--role', 'send'], 'endpoint'],
    [['thr', '--role', 'send', 'tcp://127.0.0.1:1', '--size', '1,2'], 'no lists'],
  ])('%j is wrong use', async (argv, text) => {
    const { code, stderr } = await zmq(['bench', ...argv]);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });

  async function longFolder(): Promise<string> {
    const path = join(folder, 'x'.repeat(100));
    await mkdir(path);
    return path;
  }
});

describe('XB-01 bench --role', () => {
  it('receives from any PUSH, as local_thr does: the clock starts at the first message', async () => {
    const program = start([
      'bench',
      'thr',
      '--role',
      'receive',
      'tcp://127.0.0.1:*',
      '--size',
      '5',
      '-n',
      '3',
      '--json',
    ]);
    const { endpoint } = JSON.parse((await program.said(/\{"event":"listening".*\}/))[0]) as { endpoint: string };
    const push = new ZMQPush(endpoint);
    for (let n = 0; n < 3; n++) await push.send(Buffer.alloc(5));
    expect((await program.ended).code).toBe(0);
    await push.close();
    expect(JSON.parse(program.stdout().toString())).toMatchObject({
      role: 'receive',
      messages: 3,
      bytes: 15,
      faults: { lost: 0, disordered: 0, wrongSize: 0 },
    });
  });

  it('sends to any PULL, as remote_thr does: as many messages of the size, and nothing else', async () => {
    const pull = new ZMQPull();
    const endpoint = await pull.bind('tcp://127.0.0.1:*');
    const program = start(['bench', 'thr', '--role', 'send', endpoint, '--size', '20', '-n', '5']);
    const sizes: number[] = [];
    for (let n = 0; n < 5; n++) sizes.push((await pull.receive()).size);
    expect((await program.ended).code).toBe(0);
    expect(sizes).toStrictEqual([20, 20, 20, 20, 20]);
    expect(pull.tryReceive()).toBeUndefined();
    expect(program.stdout().toString()).toContain('messages 5');
    await pull.close();
  });

  it('echoes to any REQ, as local_lat does, and ends when its peer has left', async () => {
    const program = start(['bench', 'lat', '--role', 'receive', 'tcp://127.0.0.1:*']);
    const endpoint = (await program.said(/bound (\S+)/))[1] as string;
    const request = new ZMQRequest(endpoint);
    expect(`${await request.request('there and back')}`).toBe('there and back');
    await request.close();
    expect((await program.ended).code).toBe(0);
  });

  it.skipIf(python === undefined)('measures the latency of an echo in pyzmq', async () => {
    const echo = [
      'import sys, zmq',
      'rep = zmq.Context().socket(zmq.REP)',
      'print(rep.bind_to_random_port("tcp://127.0.0.1"), flush=True)',
      'for _ in range(10): rep.send(rep.recv())',
    ].join('\n');
    const peer = spawn(python as string, ['-c', echo], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [chunk] = (await once(peer.stdout, 'data')) as [Buffer];
    const port = chunk.toString().trim();
    const { code, stdout } = await zmqProgram([
      'bench',
      'lat',
      '--role',
      'send',
      `tcp://127.0.0.1:${port}`,
      '-n',
      '10',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.toString())).toMatchObject({ messages: 10, latency: { p50: expect.any(Number) } });
  });
});

describe('XB-05 the check of sequences', () => {
  it('finds what was lost, came twice and came late', () => {
    const check = new SequenceCheck();
    for (const number of [0, 1, 3, 3, 2, 4]) check.see(1, number);
    check.see(2, 0);
    expect(check.faults(7, 10)).toStrictEqual({ lost: 3, disordered: 2, wrongSize: 0 });
    check.announce(1, 7);
    check.announce(2, 1);
    expect(check.faults(7, undefined)).toStrictEqual({ lost: 1, disordered: 2, wrongSize: 0 });
  });

  it('reads no number from the messages of other programs', () => {
    expect(readPayload(Buffer.alloc(100)).number).toBeUndefined();
    expect(readPayload(Buffer.alloc(0)).number).toBeUndefined();
  });
});

function childrenOf(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['--ppid', String(pid), '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes('--role'))
    .map((line) => Number.parseInt(line, 10));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
