import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZMQProxy } from '@zeromq-ts/proxy';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply } from '@zeromq-ts/reqrep';
import { RpcClient, RpcServer, service } from '@zeromq-ts/rpc';
import { LATENCY_BOUNDS_MS, type ProcessSnapshot, type SocketSnapshot } from '@zeromq-ts/stats';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { exposing, snapshotAt, socketAt } from './exposing.js';
import { zmq } from './in-process.js';

const opened = new Opened();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-top-'));
  vi.stubEnv('XDG_RUNTIME_DIR', folder);
});
afterEach(async () => {
  await opened.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** Exposes these sockets, as a process of its own would. */
async function exposed(
  sockets: (n: number) => readonly SocketSnapshot[],
  change?: Partial<ProcessSnapshot>,
): Promise<string> {
  return (await exposing(opened, (n) => snapshotAt(n, sockets(n), change))).endpoint;
}

/** The cells of a table whose cells have no two spaces within. */
function cells(line: string | undefined): string[] {
  return (line ?? '').trim().split(/ +/u);
}

describe('XD-02 zmq top', () => {
  it('prints process, type, endpoint, peers, rates, queues, drops by reason and the last event', async () => {
    const endpoint = await exposed((n) => [
      socketAt(1, {
        type: 'PUB',
        endpoints: ['tcp://127.0.0.1:5556', 'ipc:///tmp/b'],
        stats: {
          messagesSent: n * 1500,
          bytesSent: n * 2_000_000,
          peers: 3,
          dropped: { full: 12_345, linger: 2 },
          queuedOutgoing: 7,
          queuedIncoming: 0,
        },
        recentEvents: [{ name: 'disconnected', time: Date.now() - 5000 }],
      }),
    ]);
    const { code, stdout } = await zmq(['top', endpoint]);
    expect(code).toBe(0);
    const [head, row, ...others] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^PROCESS +PID +# TYPE ENDPOINT +PEERS +IN\/s +OUT\/s +B\/s Q-IN Q-OUT DROPPED +LAST EVENT$/u);
    expect(row).toMatch(
      /^worker +7 1 PUB +tcp:\/\/127\.0\.0\.1:5556 \+1 +3 +0 1\.50k 2\.00M +0 +7 full 12\.3k, linger 2 \d+s disconnected$/u,
    );
    expect(others).toStrictEqual([]);
  });

  it('prints - for what an engine does not report', async () => {
    const endpoint = await exposed(() => [socketAt(1, { type: 'PULL', endpoints: [] })]);
    const { stdout } = await zmq(['top', endpoint]);
    expect(cells(stdout.split('\n')[1])).toStrictEqual([
      'worker',
      '7',
      '1',
      'PULL',
      '-',
      '0',
      '0',
      '0',
      '0',
      '-',
      '-',
      '0',
      '-',
    ]);
  });

  it('has failed attempts of requests under ERRORS, and not among dropped messages', async () => {
    const requests = {
      requests: 9,
      replies: 6,
      retries: 2,
      timeouts: 12_000,
      losses: 1,
      failures: 3,
      latencyCounts: LATENCY_BOUNDS_MS.map(() => 0).concat(6),
      latencySum: 90_000,
    };
    const endpoint = await exposed(() => [
      socketAt(1, { type: 'PUB', stats: { dropped: { full: 5 } } }),
      socketAt(2, { type: 'REQ', requests }),
    ]);
    const { stdout } = await zmq(['top', endpoint, '--sort', 'errors']);
    const [head, first, second] = stdout.split('\n');
    expect(head).toMatch(/ DROPPED +ERRORS +LAST EVENT$/u);
    expect(first).toMatch(/ REQ .* 0 +timeout 12\.0k, lost 1 +-$/u);
    expect(second).toMatch(/ PUB .* full 5 +- +-$/u);
    const file = join(folder, 'errors.csv');
    expect((await zmq(['top', endpoint, '-o', file])).code).toBe(0);
    const [columns, ...lines] = (await readFile(file, 'utf8')).split('\n');
    expect(columns).toMatch(/,dropped,dropped_by_reason,errors,errors_by_reason,last_event$/u);
    expect(lines[0]).toMatch(/,5,full 5,,,$/u);
    expect(lines[1]).toMatch(/,0,,12001,timeout 12000; lost 1,$/u);
  });

  it('sorts by rates, the largest first, and shows peers', async () => {
    const peers = [
      { endpoint: 'tcp://127.0.0.1:5556', address: 'tcp://127.0.0.1:40000', socketType: 'SUB', userId: 'anna' },
    ];
    const endpoint = await exposed((n) => [
      socketAt(1, { type: 'PUB', stats: { messagesSent: n } }),
      socketAt(2, { type: 'PUSH', stats: { messagesSent: 5 * n }, peers, otherPeers: { count: 40 } }),
    ]);
    const { stdout } = await zmq(['top', endpoint, '--sort', 'out', '--peers']);
    const lines = stdout.split('\n');
    expect(lines[1]).toContain(' PUSH ');
    expect(lines[2]).toMatch(/^ {2}tcp:\/\/127\.0\.0\.1:40000 {2}SUB {2}- {2}user anna {2}in - {2}out -/u);
    expect(lines[3]).toBe('  and 40 more');
    expect(lines[4]).toContain(' PUB ');
  });

  it('XA-01 shows no control characters of a process', async () => {
    const endpoint = await exposed(() => [socketAt(1, { type: 'P\u001B[2JUB', endpoints: ['tcp://a\nb\u202E'] })], {
      name: '\u001B]0;title\u0007',
    });
    const { stdout } = await zmq(['top', endpoint]);
    // oxlint-disable-next-line no-control-regex -- none of them
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u202E]/u);
    expect(stdout).toContain(String.raw`\x1b]0;title\x07`);
    const json = await zmq(['top', endpoint, '--json']);
    // oxlint-disable-next-line no-control-regex -- none of them
    expect(json.stdout.trimEnd()).not.toMatch(/[\u0000-\u001F\u202E]/u);
  });

  it('without a process ends with 4, and says how to expose figures', async () => {
    const { code, stdout, stderr } = await zmq(['top']);
    expect([code, stdout]).toStrictEqual([4, '']);
    expect(stderr).toContain('No process of this user exposes figures');
    expect(stderr).toContain('--import @zeromq-ts/stats/register');
  });

  it('an endpoint where nothing is ends with 4', async () => {
    const publisher = opened.add(new ZMQPublisher());
    const { code, stderr } = await zmq(['top', await publisher.bind(ANYWHERE), '--wait-time', '100ms']);
    expect([code, stderr]).toStrictEqual([4, expect.stringContaining('No figures have come')]);
  });

  it('asks the control socket of a proxy for its STATISTICS', async () => {
    const [front, back, control] = [new ZMQPull(), new ZMQPush(), new ZMQReply()].map((each) => opened.add(each)) as [
      ZMQPull,
      ZMQPush,
      ZMQReply,
    ];
    const [from, to, at] = await Promise.all([front.bind(ANYWHERE), back.bind(ANYWHERE), control.bind(ANYWHERE)]);
    const running = new ZMQProxy(front, back, { control }).run();
    const push = opened.add(new ZMQPush(`>${from}`));
    const pull = opened.add(new ZMQPull(`>${to}`));
    const { code, stdout } = await zmq(['top', '--proxy', at, '-d', '100ms']);
    expect(code).toBe(0);
    const [, one, other] = stdout.split('\n');
    expect(cells(one)).toStrictEqual(['proxy', '-', 'front', '-', at, '-', '0', '0', '0', '-', '-', '-', '-']);
    expect(cells(other)?.[2]).toBe('back');
    await push.send('task');
    expect((await pull.receive()).text()).toBe('task');
    const json = await zmq(['top', '--proxy', at, '-d', '100ms', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      processes: [],
      proxies: [{ control: at, side: 'front' }, { side: 'back' }],
    });
    await opened.close();
    await running;
  });
});

describe('XD-02 zmq top --rpc', () => {
  it('shows the counters of a server of @zeromq-ts/rpc, with the rates between two answers', async () => {
    const calculator = service({ add: {}, fail: {} }, { name: 'calculator', version: '1.2.3' });
    await using server = new RpcServer(calculator, {
      add: () => 1,
      fail: () => {
        throw new Error('failed on purpose');
      },
    });
    const endpoint = await server.bind(ANYWHERE);
    await using client = new RpcClient(calculator, endpoint);
    await client.call.add(undefined);
    await expect(client.call.fail(undefined)).rejects.toThrow();
    const { code, stdout } = await zmq(['top', '--rpc', endpoint, '-d', '100ms']);
    expect(code).toBe(0);
    const [head, row] = stdout.split('\n').map((line) => cells(line));
    expect(row?.slice(0, 5)).toEqual(['calculator', '-', '-', 'RPC', endpoint]);
    expect(Object.fromEntries((head ?? []).map((name, index) => [name, row?.[index]]))).toMatchObject({
      'IN/s': '0',
      'OUT/s': '0',
      'Q-IN': '0',
      DROPPED: '0',
      ERRORS: 'failed',
    });
    expect(stdout).toMatch(/ 0 +failed 1 +-$/mu);
    const json = JSON.parse((await zmq(['top', '--rpc', endpoint, '-d', '100ms', '--json'])).stdout) as object;
    expect(json).toMatchObject({
      processes: [],
      servers: [
        {
          endpoint,
          name: 'calculator',
          version: '1.2.3',
          counters: { calls: 2, succeeded: 1, failed: 1, running: 0 },
          callsPerSecond: 0,
        },
      ],
    });
  });

  it.each([
    ['of a service that answers with something else', ['R', '{"calls":"many"}']],
    ['of a service that answers with an error', ['E', '{"code":"NOT_FOUND","message":"none"}']],
    ['of what is no such service', ['hello']],
    ['that are no JSON', ['R', '{']],
  ])('has no figures %s', async (...[, answer]) => {
    const rep = opened.add(new ZMQReply());
    const endpoint = await rep.bind(ANYWHERE);
    const answering = (async () => {
      for await (const _ of rep) await rep.send(answer);
    })();
    expect(await zmq(['top', '--rpc', endpoint, '-d', '100ms', '-n', '1'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('No figures have come from there'),
    });
    await rep.close();
    await answering;
  });
});

describe('XD-03 zmq top', () => {
  it('--json -n 2 prints two lines, each with all figures and the rates', async () => {
    const endpoint = await exposed((n) => [socketAt(1, { type: 'PUB', stats: { messagesSent: 500 * n } })]);
    const { code, stdout } = await zmq(['top', endpoint, '--json', '-n', '2', '-d', '100ms']);
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { processes: ProcessSnapshot[] });
    expect(lines).toHaveLength(2);
    for (const { processes } of lines) {
      expect(processes).toMatchObject([
        { exposedAt: endpoint, connected: true, pid: 7, name: 'worker', runtime: 'node 24.1.0' },
      ]);
      expect(processes[0]?.sockets).toMatchObject([{ id: 1, type: 'PUB', perSecond: { messagesSent: 500 } }]);
    }
  });

  it('-o writes CSV, and overwrites no file without --force', async () => {
    const endpoint = await exposed(
      (n) => [
        socketAt(1, {
          type: 'PUB',
          endpoints: ['ipc:///tmp/a,"b"'],
          stats: { messagesSent: 500 * n, dropped: { full: 3 } },
        }),
      ],
      { name: '=1+1' },
    );
    const file = join(folder, 'figures.csv');
    expect(await zmq(['top', endpoint, '-o', file, '-n', '2', '-d', '100ms'])).toMatchObject({ code: 0, stdout: '' });
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^time,process,pid,socket,type,endpoint,peers,/u);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/^\d{4}-[^,]*Z,'=1\+1,7,1,PUB,"ipc:\/\/\/tmp\/a,""b""",0,0,500,0,,,3,full 3,,,$/u);
    expect(await zmq(['top', endpoint, '-o', file])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--force'),
    });
    expect((await zmq(['top', endpoint, '-o', file, '--force'])).code).toBe(0);
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  });

  it('-o with --peers has a line for each peer after that of its socket', async () => {
    const endpoint = await exposed((n) => [
      socketAt(1, {
        type: 'ROUTER',
        stats: { messagesReceived: 100 * n, peers: 2 },
        peers: [
          {
            endpoint: 'tcp://127.0.0.1:5556',
            address: 'tcp://10.0.0.7:40000',
            socketType: 'DEALER',
            mechanism: 'CURVE',
            userId: 'alice',
            messagesReceived: 41,
            messagesSent: 40,
            queuedIncoming: 1,
            queuedOutgoing: 2,
            dropped: 3,
            since: 0,
          },
          { endpoint: 'tcp://127.0.0.1:5556', address: 'tcp://10.0.0.8:40001' },
        ],
      }),
      socketAt(2, { type: 'PUB' }),
    ]);
    const file = join(folder, 'peers.csv');
    expect((await zmq(['top', endpoint, '-o', file, '--peers'])).code).toBe(0);
    const [head = '', ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const columns = head.split(',');
    const read = lines.map((line) => {
      const fields = line.split(',');
      expect(fields).toHaveLength(columns.length);
      return Object.fromEntries(columns.map((name, index) => [name, fields[index]]));
    });
    expect(read).toMatchObject([
      { socket: '1', type: 'ROUTER', peers: '2', in_per_second: '100', peer: '', received: '' },
      {
        socket: '1',
        type: 'ROUTER',
        peers: '',
        queued_in: '1',
        queued_out: '2',
        dropped: '3',
        peer: 'tcp://10.0.0.7:40000',
        peer_type: 'DEALER',
        mechanism: 'CURVE',
        user: 'alice',
        received: '41',
        sent: '40',
        peer_since: '1970-01-01T00:00:00.000Z',
      },
      { socket: '1', peer: 'tcp://10.0.0.8:40001', peer_type: '', received: '' },
      { socket: '2', type: 'PUB', peer: '' },
    ]);
  });

  it('refuses an endpoint that it would bind, an unknown order and a delay below 100 ms', async () => {
    expect((await zmq(['top', '@tcp://127.0.0.1:9000'])).code).toBe(2);
    expect((await zmq(['top', '--sort', 'size'])).code).toBe(2);
    expect((await zmq(['top', '-d', '1ms'])).code).toBe(2);
  });
});
