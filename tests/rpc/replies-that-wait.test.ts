import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { RpcClient, RpcServer, type RpcServerOptions, service } from '@zeromq-ts/rpc';
import { afterEach, describe, expect, it } from 'vitest';

const ANYWHERE = 'tcp://127.0.0.1:*';
const RESULT_BYTES = 256 * 1024;
const LIMIT_BYTES = 1024 * 1024;
/** Much more than the buffers of a connection take. */
const CALLS = 200;
/** How many answers to requests that are no calls wait for a client. */
const MAX_UNSENT_ANSWERS = 1000;
const blob = 'x'.repeat(RESULT_BYTES);
const turn = () => new Promise((resolve) => setImmediate(resolve));
const big = service({ get: {}, later: {}, watch: { stream: true }, small: {} });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

describe('replies that wait for a client', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).toReversed()) await each.close();
  });

  function serve(options: RpcServerOptions = {}) {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const counts = { items: 0 };
    const server = new RpcServer(
      big,
      {
        get: () => blob,
        later: () => released.then(() => blob),
        *watch() {
          for (; counts.items < CALLS; counts.items++) yield blob;
        },
        small: () => 1,
      },
      undefined,
      { maxQueuedReplyBytesPerClient: LIMIT_BYTES, ...options },
    );
    opened.push({ close: () => server.close({ timeout: 0 }) });
    return { server, release, counts };
  }

  /** A client that reads when it is told to. */
  async function connect(server: Pick<RpcServer, 'bind' | 'socket'>) {
    const dealer = new ZMQDealer(server.socket.endpoint ?? (await server.bind(ANYWHERE)), {
      engine: server.socket.engine,
      receiveHighWaterMark: 1,
      sendHighWaterMark: 0,
    });
    opened.push({ close: () => dealer.close({ linger: 0 }) });
    const call = (id: number | string, method: string) => dealer.send([`${id}`, '', method, '']);
    const ids = async (count: number) => {
      const all: string[] = [];
      while (all.length < count) {
        const [id, , kind] = (await dealer.receive({ timeout: 20_000 })).frames;
        all.push(`${id}${kind}`);
      }
      return all;
    };
    return { dealer, call, ids };
  }

  /** Messages in the queue of the first client. */
  const queued = ({ socket }: Pick<RpcServer, 'socket'>) => socket.peers[0]?.stats().queuedOutgoing ?? 0;
  const MAX_QUEUED = LIMIT_BYTES / RESULT_BYTES;

  it('calls of a client that does not read wait, others go on, and nothing is lost when it reads', async () => {
    const { server } = serve();
    const slow = await connect(server);
    for (let id = 0; id < CALLS; id++) await slow.call(id, 'get');
    await until(() => server.socket.stats().messagesReceived === CALLS && server.stats().fullClients === 1);
    expect(queued(server)).toBeLessThanOrEqual(MAX_QUEUED);
    expect(server.stats()).toMatchObject({ running: 0, disconnectedClients: 0 });
    expect(server.stats().calls).toBeLessThan(CALLS);

    const other = new RpcClient(big, server.socket.endpoint ?? '');
    opened.push(other);
    expect(await other.call.small('')).toBe(1);

    expect(await slow.ids(CALLS)).toEqual(Array.from({ length: CALLS }, (_, id) => `${id}R`));
    await until(() => server.stats().fullClients === 0);
    expect(server.stats()).toMatchObject({ succeeded: CALLS + 1, disconnectedClients: 0 });
  });

  it('replies of calls under way wait, and follow in order', async () => {
    const { server, release } = serve();
    const slow = await connect(server);
    for (let id = 0; id < CALLS; id++) await slow.call(id, 'later');
    await until(() => server.stats().running === CALLS);
    release();
    await until(() => server.stats().succeeded === CALLS);
    expect(server.stats().fullClients).toBe(1);
    expect(queued(server)).toBeLessThanOrEqual(MAX_QUEUED);
    expect(await slow.ids(CALLS)).toEqual(Array.from({ length: CALLS }, (_, id) => `${id}R`));
  });

  it('many calls at once with large results, of a client that reads, all succeed', async () => {
    const { server } = serve();
    const client = new RpcClient(big, await server.bind(ANYWHERE));
    opened.push(client);
    const results = await Promise.all(Array.from({ length: CALLS }, () => client.call.get('')));
    expect(results.every((result) => result === blob)).toBe(true);
    expect(server.stats().disconnectedClients).toBe(0);
  });

  it('a stream waits for its client, too', async () => {
    const { server, counts } = serve();
    const slow = await connect(server);
    await slow.call('s', 'watch');
    // More credit than it needs, at once.
    await until(() => server.stats().running === 1);
    const streams = 10;
    for (let id = 0; id < streams; id++) await slow.call(id, 'watch');
    await until(() => server.stats().fullClients === 1);
    expect(queued(server)).toBeLessThanOrEqual(MAX_QUEUED);
    expect(counts.items).toBeLessThan(CALLS);
    // It reads everything that there is credit for.
    await slow.ids(64);
    await slow.dealer.close({ linger: 0 });
    await until(() => server.stats().running === 0);
  });

  it.each([
    ['refusals', 'small', { maxCallsPerClient: 1 }],
    ['answers to $info', '$info', {}],
  ])('disconnects a client that only goes on with requests, after 1000 answers: %s', async (_, method, options) => {
    const { server, release } = serve({ ...options, maxQueuedReplyBytesPerClient: 1 });
    // Without the buffers of a connection, which take any number of answers.
    await server.bind('inproc://answers');
    const slow = await connect(server);
    await slow.call('first', 'later');
    await until(() => server.stats().running === 1);
    const gone = new Promise((resolve) => server.socket.once('disconnected', resolve));
    const answers = async (from: number, to: number) => {
      for (let id = from; id < to; id++) await slow.call(id, method);
      // The first message was a call.
      await until(() => server.socket.stats().messagesReceived === to + 1);
    };
    let count = 0;
    while (server.stats().fullClients === 0) await answers(count, ++count);
    expect(server.stats().disconnectedClients).toBe(0);
    // The one that found the queue full is the first of those that wait.
    await answers(count, count + MAX_UNSENT_ANSWERS - 1);
    expect(server.stats()).toMatchObject({ disconnectedClients: 0, fullClients: 1 });
    await slow.call('one too many', method);
    await gone;
    expect(server.stats()).toMatchObject({ disconnectedClients: 1, fullClients: 0 });
    release();
    await until(() => server.stats().running === 0);
  });

  it('forgets a client that leaves', async () => {
    const { server } = serve();
    const slow = await connect(server);
    for (let id = 0; id < CALLS; id++) await slow.call(id, 'get');
    await until(() => server.stats().fullClients === 1);
    await slow.dealer.close({ linger: 0 });
    await until(() => server.stats().fullClients === 0);
    expect(server.stats().disconnectedClients).toBe(0);
  });

  it('close lets the replies that wait leave', async () => {
    const { server, release } = serve();
    const slow = await connect(server);
    for (let id = 0; id < CALLS; id++) await slow.call(id, 'later');
    await until(() => server.stats().running === CALLS);
    release();
    await until(() => server.stats().fullClients === 1);
    const closed = server.close();
    expect(await slow.ids(CALLS)).toHaveLength(CALLS);
    await closed;
  });

  it('with Infinity, and on the engine libzmq, everything waits', async () => {
    for (const options of [
      { maxQueuedReplyBytesPerClient: Infinity },
      { socket: { engine: 'libzmq' } },
    ] satisfies RpcServerOptions[]) {
      const { server } = serve(options);
      const slow = await connect(server);
      for (let id = 0; id < CALLS; id++) await slow.call(id, 'get');
      await until(() => server.stats().succeeded === CALLS);
      expect(server.stats().fullClients).toBe(0);
    }
  });
});
