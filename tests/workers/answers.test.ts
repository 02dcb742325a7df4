import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { job, WorkerPool, type WorkerPoolOptions } from '@zeromq-ts/workers';
import { afterEach, describe, expect, it } from 'vitest';

const READY = Uint8Array.of(1);
const HEARTBEAT = Uint8Array.of(2);
const REGISTER = Uint8Array.of(4);
/** No look for silent workers while a test runs. */
const NEVER = 600_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

describe('a pool answers', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).toReversed()) await each.close();
  });

  async function makePool(options: WorkerPoolOptions) {
    const pool = new WorkerPool(job<string, string>(), undefined, options);
    opened.push({ close: () => pool.close({ timeout: 0 }) });
    const at = await pool.bind('tcp://127.0.0.1:*');
    const stranger = () => {
      const dealer = new ZMQDealer(at, { receiveHighWaterMark: 1, sendHighWaterMark: 0 });
      opened.push({ close: () => dealer.close({ linger: 0 }) });
      return dealer;
    };
    const received = () => pool.socket.stats().messagesReceived;
    return { pool, stranger, received };
  }

  it('one REGISTER, however many messages of one that is no worker it reads (PP-02, PA-10)', async () => {
    const { pool, stranger, received } = await makePool({ heartbeatInterval: NEVER });
    const dealer = stranger();
    for (let count = 0; count < 5000; count++) await dealer.send(HEARTBEAT);
    await until(() => received() === 5000);
    expect((await dealer.receive({ timeout: 20_000 })).frames).toEqual([Buffer.from(REGISTER)]);
    expect(pool.socket.stats().messagesSent).toBe(1);
  });

  it('REGISTER again to a worker that it has given up', async () => {
    const { pool, stranger } = await makePool({ heartbeatInterval: 20 });
    const dealer = stranger();
    for (let round = 0; round < 3; round++) {
      await dealer.send([READY, '1', '20']);
      await until(() => pool.stats().workers === 1);
      await until(() => pool.stats().workers === 0);
      await dealer.send(HEARTBEAT);
      expect((await dealer.receive({ timeout: 20_000 })).frames).toEqual([Buffer.from(REGISTER)]);
    }
  });

  it('no more than a thousand heartbeats of a worker between two looks for silent ones (PA-10)', async () => {
    const { pool, stranger, received } = await makePool({ heartbeatInterval: NEVER });
    const dealer = stranger();
    await dealer.send([READY, '1', '1000']);
    for (let count = 0; count < 5000; count++) await dealer.send(HEARTBEAT);
    await until(() => received() === 5001);
    expect(pool.socket.stats().messagesSent).toBe(1000);
    expect(pool.stats().workers).toBe(1);
  });

  it('nothing while a thousand messages wait for a worker, which does not read (PA-10)', async () => {
    const { pool, stranger, received } = await makePool({ heartbeatInterval: 50 });
    const [slow, silent] = [stranger(), stranger()];
    await slow.send([READY, '4000', '60000']);
    await until(() => pool.stats().workers === 1);
    const jobs = Array.from({ length: 3000 }, () => pool.run('x'.repeat(16_384)).catch(() => {}));
    const queued = () => pool.socket.peers.map((peer) => peer.stats().queuedOutgoing ?? 0);
    await until(() => Math.max(...queued()) > 1000);
    const before = pool.socket.stats().messagesSent;
    // One that is given up shows that the pool has looked since.
    await silent.send([READY, '1', '50']);
    await until(() => pool.stats().workers === 2);
    await until(() => pool.stats().workers === 1);
    const read = received();
    for (let count = 0; count < 500; count++) await slow.send(HEARTBEAT);
    await until(() => received() === read + 500);
    expect(pool.socket.stats().messagesSent).toBe(before);
    await pool.close({ timeout: 0 });
    await Promise.all(jobs);
  });
});

describe('a pool that could not listen for a while', () => {
  it('gives up no worker for that: its jobs go on (PP-03)', async () => {
    await using pool = new WorkerPool(job<string, string>(), undefined, { heartbeatInterval: 50 });
    await using worker = new ZMQDealer(await pool.bind('tcp://127.0.0.1:*'), { linger: 0 });
    await worker.send([READY, '1', '50']);
    const result = pool.run('input');
    const [id] = (await worker.receive({ timeout: 20_000 })).frames;
    for (let round = 0; round < 4; round++) {
      // What came before has been read.
      await worker.send(HEARTBEAT);
      expect((await worker.receive({ timeout: 20_000 })).frames).toEqual([Buffer.from(HEARTBEAT)]);
      const since = performance.now();
      while (performance.now() - since < 400);
      await turn();
    }
    expect(pool.stats()).toMatchObject({ workers: 1, requeued: 0 });
    await worker.send([id as Uint8Array, '', 'R', '"result"']);
    expect(await result).toBe('result');
  });
});
