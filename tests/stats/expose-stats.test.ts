import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import {
  exposeStats,
  MAX_PEERS,
  MAX_SNAPSHOT_BYTES,
  type ProcessSnapshot,
  type RequestFigures,
} from '@zeromq-ts/stats';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { ANYWHERE, ENGINES, Opened } from '../proxy/setup.js';
import { snapshotThat, watching } from './setup.js';

const opened = new Opened();
afterEach(() => opened.close());

describe.each(ENGINES)('XD-01 exposeStats on %s', (engine) => {
  it('sends who is connected, what has passed and the events', async () => {
    const pull = opened.add(new ZMQPull(undefined, { engine }));
    const endpoint = await pull.bind(ANYWHERE);
    const exposed = opened.add(await exposeStats(ANYWHERE, { sockets: [pull], interval: 10, name: 'worker' }));
    const push = opened.add(new ZMQPush(endpoint));
    await push.send(['task', 'one']);
    await pull.receive();
    const processes = watching(opened, exposed);
    const snapshot = await snapshotThat(processes, ({ sockets }) => sockets[0]?.peers.length === 1);
    expect(snapshot).toMatchObject({ pid: process.pid, thread: 0, name: 'worker', interval: 10, otherSockets: 0 });
    expect(snapshot.runtime).toMatch(/^node \d/);
    expect(snapshot.sockets).toMatchObject([
      { id: 1, type: 'PULL', engine, endpoints: [endpoint], otherEndpoints: 0, peers: [{ endpoint }] },
    ]);
    const [socket] = snapshot.sockets;
    expect(socket?.stats).toMatchObject({ messagesReceived: 1, bytesReceived: 7, peers: 1, dropped: {} });
    expect(socket?.events['handshake-succeeded']).toBe(1);
    expect(socket?.otherPeers).toBeUndefined();
    await push.close();
    const gone = await snapshotThat(processes, ({ sockets }) => sockets[0]?.stats.peers === 0);
    expect(gone.sockets[0]?.recentEvents.at(-1)).toMatchObject({ name: 'disconnected', endpoint });
    // What the engine does not know is left out.
    expect('queuedIncoming' in (socket?.stats ?? {})).toBe(true);
    expect(socket?.stats.queuedIncoming === undefined).toBe(engine === 'libzmq');
  });
});

describe('XD-09 exposeStats', () => {
  it('has what requests of a ZMQRequest became of, and how long replies took; other sockets have no such figures', async () => {
    const server = opened.add(new ZMQReply());
    const client = opened.add(new ZMQRequest(await server.bind(ANYWHERE)));
    const exposed = opened.add(await exposeStats(ANYWHERE, { sockets: [client, server], interval: 10 }));
    const asking = client.request('hello', { timeout: 20_000 });
    await server.send(await server.receive());
    await asking;
    const processes = watching(opened, exposed);
    const { sockets } = await snapshotThat(processes, (each) => each.sockets[0]?.requests?.replies === 1);
    const [{ requests } = {}, other] = sockets;
    expect(requests).toMatchObject({ requests: 1, retries: 0, timeouts: 0, losses: 0, failures: 0 });
    expect(requests?.latencyCounts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(requests?.latencySum).toBeGreaterThan(0);
    expect(other).toMatchObject({ type: 'REP', requests: undefined });
    // All of them, and no others: this package does not depend on that of REQ, and declares them, too.
    const counted = client.requestStats();
    expectTypeOf(counted).toEqualTypeOf<RequestFigures>();
    expect(Object.keys(requests ?? {}).toSorted()).toEqual(Object.keys(counted).toSorted());
  });
});

describe('XD-01 exposeStats', () => {
  it('without a list has all sockets of the process but its own, those included that are opened later', async () => {
    const before = opened.add(new ZMQPull(ANYWHERE));
    await before.ready;
    const exposed = opened.add(await exposeStats(ANYWHERE, { interval: 10 }));
    const processes = watching(opened, exposed);
    const types = ({ sockets }: ProcessSnapshot): string[] => sockets.map(({ type }) => type);
    // The SUB is that of this test.
    expect(types(await snapshotThat(processes))).toStrictEqual(['PULL', 'SUB']);
    const later = opened.add(new ZMQPublisher(ANYWHERE));
    const three = await snapshotThat(processes, ({ sockets }) => sockets.length === 3);
    expect(types(three)).toStrictEqual(['PULL', 'SUB', 'PUB']);
    await before.close();
    await later.close();
    const { sockets } = await snapshotThat(processes, (snapshot) => snapshot.sockets.length === 1);
    expect(sockets.map(({ id }) => id)).toStrictEqual([2]);
  });

  it('counts events that happen while no one is subscribed', async () => {
    const exposed = opened.add(await exposeStats(ANYWHERE, { interval: 10 }));
    const pull = opened.add(new ZMQPull());
    const endpoint = await pull.bind(ANYWHERE);
    const push = opened.add(new ZMQPush(endpoint));
    await pull.connected();
    const { sockets } = await snapshotThat(watching(opened, exposed));
    expect(sockets[0]).toMatchObject({ events: { listening: 1, accepted: 1, 'handshake-succeeded': 1 } });
    await push.close();
  });

  it('follows the sockets that a function returns, with the same number for the same socket', async () => {
    const list = [opened.add(new ZMQPull()), opened.add(new ZMQPull())];
    const exposed = opened.add(await exposeStats(ANYWHERE, { sockets: () => list, interval: 10 }));
    const processes = watching(opened, exposed);
    await snapshotThat(processes, ({ sockets }) => sockets.length === 2);
    await list[0]?.close();
    list.push(opened.add(new ZMQPull()));
    const { sockets } = await snapshotThat(processes, (each) => each.sockets.some(({ id }) => id === 3));
    expect(sockets.map(({ id }) => id)).toStrictEqual([2, 3]);
  });

  it.each(['absolute', 'relative'])(
    'an %s ipc endpoint is for its owner alone, and its file is gone after close',
    async (kind) => {
      const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-stats-'));
      try {
        const path = join(folder, 'figures', 'one');
        const exposed = opened.add(await exposeStats(`ipc://${kind === 'relative' ? relative('', path) : path}`));
        expect((await stat(path)).mode & 0o777).toBe(0o600);
        expect((await stat(join(folder, 'figures'))).mode & 0o777).toBe(0o700);
        await exposed.close();
        await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

  it('refuses wrong options, what is no socket, and an endpoint that another has', async () => {
    await expect(exposeStats({ interval: 0 })).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(exposeStats(ANYWHERE, { interva: 10 } as object)).rejects.toThrow('Do you mean interval?');
    await expect(exposeStats(ANYWHERE, { sockets: {} as [] })).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(exposeStats(ANYWHERE, { sockets: [{}] as unknown as [] })).rejects.toThrow('it is no socket');
    const { endpoint } = opened.add(await exposeStats(ANYWHERE));
    await expect(exposeStats(endpoint)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('XD-04 exposeStats', () => {
  it('makes no snapshot while no one is subscribed', async () => {
    let asked = 0;
    const sockets = (): readonly ZMQPull[] => {
      asked += 1;
      return [];
    };
    const exposed = opened.add(await exposeStats(ANYWHERE, { sockets, interval: 10 }));
    // Connected, and not subscribed.
    const subscriber = opened.add(new ZMQSubscriber(exposed.endpoint, []));
    await subscriber.connected();
    const other = watching(opened, opened.add(await exposeStats(ANYWHERE, { sockets: [], interval: 10 })));
    // Ten intervals of another one.
    let time = 0;
    for (let n = 0; n < 10; n++) ({ time } = await snapshotThat(other, (snapshot) => snapshot.time > time));
    expect(asked).toBe(1);
    subscriber.subscribe('');
    await subscriber.receive();
    expect(asked).toBeGreaterThan(1);
  });

  it('a snapshot has 200 peers of a socket; the others are summed', async () => {
    const pull = opened.add(new ZMQPull());
    const endpoint = await pull.bind('inproc://stats-peers');
    for (let n = 0; n < MAX_PEERS + 50; n++) await opened.add(new ZMQPush(endpoint)).send('hello');
    await pull.connected({ peers: MAX_PEERS + 50 });
    const exposed = opened.add(await exposeStats(ANYWHERE, { sockets: [pull], interval: 10 }));
    const processes = watching(opened, exposed);
    const sum = (snapshot: ProcessSnapshot): number =>
      (snapshot.sockets[0]?.otherPeers?.messagesReceived ?? 0) +
      (snapshot.sockets[0]?.peers ?? []).reduce((total, { messagesReceived = 0 }) => total + messagesReceived, 0);
    const { sockets } = await snapshotThat(processes, (snapshot) => sum(snapshot) === MAX_PEERS + 50);
    expect(sockets[0]?.peers.length).toBe(MAX_PEERS);
    expect(sockets[0]?.otherPeers).toMatchObject({ count: 50, messagesReceived: 50, bytesReceived: 250, dropped: 0 });
  });

  it('a snapshot has at most 64 KiB, with fewer peers, then fewer sockets', async () => {
    const pulls = [opened.add(new ZMQPull()), opened.add(new ZMQPull())];
    const long = `inproc://${'n'.repeat(240)}`;
    await pulls[0]?.bind(long);
    for (let n = 0; n < 250; n++) opened.add(new ZMQPush(long));
    await pulls[0]?.connected({ peers: 250 });
    const exposed = opened.add(await exposeStats(ANYWHERE, { sockets: () => pulls, interval: 10 }));
    const subscriber = opened.add(new ZMQSubscriber(exposed.endpoint, ''));
    const first = await subscriber.receive();
    expect(first.size).toBeLessThanOrEqual(MAX_SNAPSHOT_BYTES);
    const { sockets } = first.json<ProcessSnapshot>();
    expect(sockets[0]?.peers.length).toBeGreaterThanOrEqual(50);
    expect((sockets[0]?.peers.length ?? 0) + (sockets[0]?.otherPeers?.count ?? 0)).toBe(250);
    while (pulls.length < 600) pulls.push(opened.add(new ZMQPull()));
    for (;;) {
      const message = await subscriber.receive();
      expect(message.size).toBeLessThanOrEqual(MAX_SNAPSHOT_BYTES);
      const snapshot = message.json<ProcessSnapshot>();
      if (snapshot.otherSockets === 0) continue;
      expect(snapshot.sockets.length + snapshot.otherSockets).toBe(600);
      expect(snapshot.sockets.length).toBeGreaterThan(50);
      expect(snapshot.sockets[0]).toMatchObject({ stats: { peers: 250 }, otherPeers: { count: 250 } });
      break;
    }
  });
});
