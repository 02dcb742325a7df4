// @module-tag built
import { ZMQPull } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { LATENCY_BOUNDS_MS, type RequestFigures } from '@zeromq-ts/stats';
import { describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { answerTo, ask, changes, messages, serve, WITH_TOKEN } from './server.js';
import { processSnapshot, requestFigures, socketSnapshot } from './snapshots.js';

/* What a page is sent, and /metrics. */

assertBuilt();

const PEER = {
  endpoint: 'tcp://127.0.0.1:5556',
  address: 'tcp://127.0.0.1:40001',
  socketType: 'SUB',
  mechanism: 'CURVE',
  userId: 'alice',
  since: 5000,
  messagesSent: 3,
};

/** Reads messages until one is wanted. */
async function first<T>(from: AsyncGenerator<T, void, undefined>, wanted: (message: T) => boolean): Promise<T> {
  for (;;) {
    const { value, done } = await from.next();
    if (done === true) throw new Error('The stream has ended.');
    if (wanted(value)) return value;
  }
}

describe('a page', () => {
  it('XD-09 XD-10 is sent everything first, and then what changes', async () => {
    const { processes, port } = await serve();
    const idle = socketSnapshot({ id: 2, type: 'PULL' });
    processes.show(processSnapshot({ sockets: [socketSnapshot({ peers: [PEER] }), idle] }));
    const stream = messages(port);
    const all = await first(stream, ({ sockets }) => sockets.length === 2);
    expect(all.processes).toMatchObject([{ name: 'server', pid: 4711, sockets: 2, peers: 1 }]);
    expect(all.peers).toMatchObject([
      { address: PEER.address, type: 'SUB', mechanism: 'CURVE', user: 'alice', since: 5000, sent: 3, received: null },
    ]);
    processes.show(
      processSnapshot({
        time: 12_000,
        sockets: [
          socketSnapshot({ peers: [PEER], stats: { messagesSent: 500, bytesSent: 3000, dropped: { full: 10 } } }),
          idle,
        ],
      }),
    );
    const changed = await first(stream, ({ sockets }) => sockets.length > 0);
    expect(changed).toMatchObject({ reset: false, peers: [], gone: [] });
    expect(changed.sockets).toMatchObject([
      { id: 1, sent: 500, outRate: 250, outBytesRate: 1500, dropped: { full: 10 }, droppedTotal: 10, droppedRate: 5 },
    ]);
    await stream.return();
  });

  it('XD-10 is sent the members of a row that have changed, and no others', async () => {
    const { processes, port } = await serve();
    const show = (time: number, messagesSent: number): void => {
      const peers = Array.from({ length: 100 }, (_, n) => ({ ...PEER, address: `tcp://10.0.0.1:${n}` }));
      const changing = { ...PEER, messagesSent };
      processes.show(processSnapshot({ time, sockets: [socketSnapshot({ peers: [...peers, changing] })] }));
    };
    show(10_000, 3);
    const stream = changes(port);
    const all = await first(stream, ({ peers }) => peers.length === 101);
    show(11_000, 4);
    const changed = await first(stream, ({ peers }) => peers.length > 0);
    expect(changed).toMatchObject({ reset: false, processes: [], sockets: [], gone: [] });
    expect(changed.peers).toEqual([{ key: all.peers.at(-1)?.key, sent: 4 }]);
    await stream.return();
  });

  it('XD-09 XD-10 is sent what request() has counted when it changes, and the bounds of its buckets once', async () => {
    const { processes, port } = await serve();
    const show = (time: number, requests: RequestFigures, ignored: number): void => {
      const other = socketSnapshot({ id: 2, stats: { ignored } });
      processes.show(processSnapshot({ time, sockets: [socketSnapshot({ type: 'REQ', requests }), other] }));
    };
    const before = requestFigures({ 2: 3 }, { latencySum: 1.25 });
    show(10_000, before, 0);
    const stream = changes(port);
    const all = await first(stream, ({ sockets }) => sockets.length === 2);
    expect(all.latencyBounds).toEqual(LATENCY_BOUNDS_MS);
    expect(all.sockets.map(({ requests }) => requests)).toEqual([before, null]);
    const [client, other] = all.sockets.map(({ key }) => key);
    // The same counts again are nothing to send.
    show(11_000, requestFigures({ 2: 3 }, { latencySum: 1.25 }), 1);
    const same = await first(stream, ({ sockets }) => sockets.length > 0);
    expect(same.sockets).toEqual([{ key: other, ignored: 1 }]);
    const after = requestFigures({ 2: 3, 16: 1 }, { latencySum: 12_001.25, retries: 4 });
    show(12_000, after, 1);
    const changed = await first(stream, ({ sockets }) => sockets.length > 0);
    expect(changed).toMatchObject({ reset: false, latencyBounds: [] });
    expect(changed.sockets).toEqual([{ key: client, requests: after }]);
    await stream.return();
  });

  it('XD-09 hears of peers and sockets that go, and of events, each once', async () => {
    const { processes, port } = await serve();
    const event = { name: 'handshake-succeeded', time: 9000, endpoint: PEER.endpoint, address: PEER.address };
    const connected = socketSnapshot({ peers: [PEER], events: { 'handshake-succeeded': 1 }, recentEvents: [event] });
    processes.show(processSnapshot({ sockets: [connected, socketSnapshot({ id: 2 })] }));
    const stream = messages(port);
    const all = await first(stream, ({ peers }) => peers.length > 0);
    expect(all.events.map(({ name }) => name)).toEqual(['process-seen', 'handshake-succeeded']);
    const left = { ...event, name: 'disconnected', time: 11_000, reason: 'closed by the peer' };
    processes.show(
      processSnapshot({
        time: 11_500,
        sockets: [
          { ...connected, peers: [], events: { ...connected.events, disconnected: 1 }, recentEvents: [event, left] },
        ],
      }),
    );
    const changed = await first(stream, ({ gone }) => gone.length > 0);
    expect(changed.gone).toEqual([all.sockets[1]?.key, all.peers[0]?.key]);
    expect(changed.events).toMatchObject([
      { name: 'disconnected', reason: 'closed by the peer', address: PEER.address },
    ]);
    await stream.return();
  });

  it('XD-12 has no rate below 0 when a process is started again at the same place', async () => {
    const { processes, port } = await serve();
    const counted = (messagesSent: number) => [socketSnapshot({ stats: { messagesSent } })];
    processes.show(processSnapshot({ sockets: counted(1000) }));
    const stream = messages(port);
    await first(stream, ({ sockets }) => sockets[0]?.sent === 1000);
    processes.show(
      processSnapshot({ started: 10_500, time: 11_000, sockets: counted(5) }),
      'ipc:///run/zmq-stats/4711',
    );
    const again = await first(stream, ({ sockets }) => sockets[0]?.sent === 5);
    expect(again.sockets[0]?.outRate).toBe(0);
    // And when one has fewer than it had.
    processes.show(processSnapshot({ started: 10_500, time: 12_000, sockets: counted(2) }));
    expect((await first(stream, ({ sockets }) => sockets[0]?.sent === 2)).sockets[0]?.outRate).toBe(0);
    await stream.return();
  });

  it('forgets the process before at the same place, however often one comes', async () => {
    const { processes, port } = await serve();
    for (let started = 1; started <= 100; started++) {
      processes.show(processSnapshot({ started, sockets: [socketSnapshot({ peers: [PEER] })] }), 'tcp://10.0.0.1:5599');
    }
    processes.show(processSnapshot({ name: 'last' }), 'tcp://10.0.0.2:5599');
    const early = messages(port);
    await first(early, (message) => message.processes.some(({ name }) => name === 'last'));
    await early.return();
    const late = messages(port);
    const all = await first(late, ({ reset }) => reset);
    await late.return();
    expect(all.processes.map(({ started, name }) => [name, started])).toStrictEqual([
      ['server', 100],
      ['last', 1000],
    ]);
    expect([all.sockets.length, all.peers.length]).toStrictEqual([1, 1]);
    expect(all.events.at(-2)).toMatchObject({ name: 'process-seen' });
    expect(all.events.filter(({ name }) => name === 'process-gone')).toHaveLength(99);
  });

  it('XD-10 gets at most four messages a second, however often something changes', async () => {
    const { processes, port } = await serve();
    const stream = messages(port);
    let before = (await stream.next()).value?.now ?? 0;
    let [sent, seen] = [0, 0];
    while (seen < 1000) {
      for (let each = 0; each < 100 && sent < 1000; each++) {
        processes.show(processSnapshot({ sockets: [socketSnapshot({ stats: { messagesSent: ++sent } })] }));
      }
      const { value } = await stream.next();
      // By the clock of the server. A timer may fire a few milliseconds early.
      expect((value?.now ?? 0) - before).toBeGreaterThan(240);
      before = value?.now ?? 0;
      seen = value?.sockets[0]?.sent ?? seen;
    }
    await stream.return();
  });

  it('XD-10 that does not read is sent the newest when it reads again, and nothing in between', async () => {
    const { processes, port } = await serve();
    const sockets = (messagesSent: number) =>
      Array.from({ length: 4000 }, (_, id) =>
        socketSnapshot({ id, stats: { messagesSent }, endpoints: [`${messagesSent}${'x'.repeat(290)}`.repeat(2)] }),
      );
    const slow = await answerTo(port, '/figures', WITH_TOKEN);
    const quick = messages(port);
    let versions = 0;
    // More than the buffers of the system hold.
    for (let version = 1; version <= 14; version++) {
      processes.show(processSnapshot({ sockets: sockets(version) }));
      await first(quick, (message) => message.sockets[0]?.sent === version);
    }
    let rest = '';
    for await (const chunk of slow.setEncoding('utf8')) {
      const events = (rest + (chunk as string)).split('\n\n');
      rest = events.pop() ?? '';
      const texts = events.filter((event) => /^data: .*"sockets":\[\{/u.test(event));
      versions += texts.length;
      if (texts.some((event) => /"sent":14\b/u.test(event))) break;
    }
    expect(versions).toBeLessThan(14);
    await quick.return();
  }, 60_000);

  it('sees a process go that is silent for long', async () => {
    const { processes, port } = await serve();
    processes.show(processSnapshot({ interval: 10, sockets: [socketSnapshot({ peers: [PEER] })] }));
    const stream = messages(port);
    await first(stream, ({ processes: rows }) => rows.length === 1);
    const { gone, events } = await first(stream, (message) => message.gone.length > 0);
    expect(gone).toHaveLength(3);
    expect(events).toMatchObject([{ name: 'process-gone', processName: 'server' }]);
    await stream.return();
  });
});

describe('a page of this process', () => {
  it('XD-13 shows its sockets, or those that are given', async () => {
    await using one = new ZMQPull();
    await using other = new ZMQPull();
    for (const each of [one, other]) await each.bind('tcp://127.0.0.1:*');
    const given = await serve({ processes: undefined, sockets: () => [one] });
    const stream = messages(given.port);
    const { processes, sockets } = await first(stream, (message) => message.sockets.length > 0);
    expect(processes).toMatchObject([{ pid: process.pid }]);
    expect(sockets).toMatchObject([{ type: 'PULL', endpoints: [one.endpoint] }]);
    await stream.return();
    const all = messages((await serve({ processes: undefined })).port);
    const wanted = [one, other].map(({ endpoint }) => endpoint);
    await first(all, (message) => wanted.every((each) => message.sockets.some((row) => row.endpoints[0] === each)));
    await all.return();
  });
});

describe('a page of a client', () => {
  it('XD-09 has the latency of its requests', async () => {
    await using server = new ZMQReply();
    await using client = new ZMQRequest(await server.bind('tcp://127.0.0.1:*'));
    const { port } = await serve({ processes: undefined, sockets: () => [client] });
    const answered = server.receive().then((request) => server.send(request));
    await client.request('ping');
    await answered;
    const stream = messages(port);
    const { sockets } = await first(stream, (message) => message.sockets[0]?.requests?.replies === 1);
    const { latencyCounts = [], latencySum = 0 } = sockets[0]?.requests ?? {};
    const bucket = latencyCounts.findIndex((count) => count === 1);
    expect(latencyCounts).toHaveLength(LATENCY_BOUNDS_MS.length + 1);
    expect(latencyCounts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(latencySum).toBeGreaterThan(LATENCY_BOUNDS_MS[bucket - 1] ?? 0);
    expect(latencySum).toBeLessThanOrEqual(LATENCY_BOUNDS_MS[bucket] ?? Infinity);
    await stream.return();
  });
});

describe('/metrics', () => {
  it('XD-12 has counters by socket, type and reason, in the OpenMetrics format', async () => {
    const { processes, port } = await serve();
    const stats = { messagesSent: 12, bytesSent: 340, dropped: { full: 7, linger: 1 }, queuedOutgoing: 5 };
    processes.show(
      processSnapshot({ name: 'a "name"\\\nzmq_up 1', sockets: [socketSnapshot({ peers: [PEER], stats })] }),
    );
    const stream = messages(port);
    await first(stream, ({ sockets }) => sockets.length > 0);
    await stream.return();
    const { headers, body } = await ask(port, '/metrics', WITH_TOKEN);
    expect(headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    const lines = body.split('\n');
    const labels =
      'process="a \\"name\\"\\\\\\nzmq_up 1",pid="4711",exposed_at="ipc:///run/zmq-stats/4711",socket="1",type="PUB"';
    expect(lines).toEqual(
      expect.arrayContaining([
        '# TYPE zmq_socket_messages counter',
        `zmq_socket_messages_total{${labels},direction="out"} 12`,
        `zmq_socket_bytes_total{${labels},direction="out"} 340`,
        `zmq_socket_dropped_messages_total{${labels},reason="full"} 7`,
        `zmq_socket_dropped_messages_total{${labels},reason="linger"} 1`,
        `zmq_socket_peers{${labels}} 1`,
        `zmq_socket_queued_messages{${labels},direction="out"} 5`,
      ]),
    );
    // A figure that is not known has no sample, and nothing of peers is a label.
    expect(body).not.toContain('zmq_socket_queued_messages{' + labels + ',direction="in"}');
    expect(body).not.toMatch(/alice|40001|5556/u);
    expect(body.endsWith('# EOF\n')).toBe(true);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^(?:# (?:TYPE|HELP|EOF)|[a-z_]+\{.*\} [\d.e+]+$)/u);
  });

  it('XD-09 XD-12 has the latencies of requests as a histogram, cumulative and in seconds', async () => {
    const { processes, port } = await serve();
    const requests = requestFigures(
      { 1: 3, 12: 1, 16: 2 },
      { latencySum: 30_250.5, timeouts: 4, losses: 1, failures: 1, replies: 9 },
    );
    processes.show(
      processSnapshot({ sockets: [socketSnapshot({ type: 'REQ', requests }), socketSnapshot({ id: 2 })] }),
    );
    const stream = messages(port);
    await first(stream, ({ sockets }) => sockets.length === 2);
    await stream.return();
    const { body } = await ask(port, '/metrics', WITH_TOKEN);
    const lines = body.split('\n').filter((line) => line.includes('zmq_request_'));
    const of = (name: string): string[] =>
      lines
        .filter((line) => line.startsWith(`${name}{`))
        .map((line) => line.replace(/^.*?(?:le="([^"]+)")?\} /u, '$1 '));
    expect(lines).toContain('# TYPE zmq_request_duration_seconds histogram');
    const buckets = of('zmq_request_duration_seconds_bucket');
    expect(buckets).toHaveLength(17);
    expect(buckets[0]).toBe('0.0001 0');
    expect(buckets[1]).toBe('0.00025 3');
    expect(buckets).toContain('0.5 3');
    expect(buckets).toContain('1.0 4');
    expect(buckets.slice(-2)).toStrictEqual(['10.0 4', '+Inf 6']);
    expect(of('zmq_request_duration_seconds_count')).toStrictEqual([' 6']);
    expect(of('zmq_request_duration_seconds_sum')).toStrictEqual([' 30.2505']);
    expect(of('zmq_request_failed_attempts_total')).toStrictEqual([' 4', ' 1']);
  });

  it('XD-12 has no series twice, when two containers have the same name and process id', async () => {
    const { port, processes } = await serve();
    const same = processSnapshot({ pid: 1, sockets: [socketSnapshot({ stats: { dropped: { full: 1 } } })] });
    processes.show(same, 'tcp://10.0.0.1:5599');
    processes.show(same, 'tcp://10.0.0.2:5599');
    const stream = messages(port);
    const places = new Set<string>();
    await first(stream, (message) => {
      for (const { exposedAt } of message.processes) places.add(exposedAt);
      return places.size === 2;
    });
    await stream.return();
    const { body } = await ask(port, '/metrics', WITH_TOKEN);
    const series = body.split('\n').flatMap((line) => /^(\w.*\}) \S+$/u.exec(line)?.[1] ?? []);
    expect(series.filter((each) => each.startsWith('zmq_socket_dropped_messages_total'))).toHaveLength(2);
    expect(new Set(series).size).toBe(series.length);
  });
});
