import { getEventListeners, once } from 'node:events';
import type { EngineName } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { json } from '@zeromq-ts/typed';
import {
  job,
  JobError,
  type Outcome,
  PoolWorker,
  type PoolWorkerOptions,
  WorkerPool,
  type WorkerPoolOptions,
} from '@zeromq-ts/workers';
import { RegisteredWorkers } from '../../packages/workers/src/registered-workers.js';
import { freePort } from '@zeromq-ts/testing/conformance';
import { afterEach, describe, expect, expectTypeOf, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';

const ENGINES: readonly EngineName[] = ['zmtp', 'libzmq'];
const ANYWHERE = 'tcp://127.0.0.1:*';
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Resolves once a condition holds, which is looked at in each turn of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

/** What a handler waits for until the test opens it. */
function gate(): { wait: Promise<void>; open: () => void } {
  let open = (): void => {};
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}

/** The results, or codes of errors, of a `map`. */
async function collected(outcomes: AsyncIterable<Outcome<string, string>>): Promise<string[]> {
  const all: string[] = [];
  for await (const { result, error } of outcomes) all.push(error === undefined ? result : error.code);
  return all;
}

const echo = job<string, string>();

describe.each(ENGINES)('workers on the engine %s', (engine) => {
  const opened: { close(options?: { timeout?: number }): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).toReversed()) await each.close({ timeout: 0 });
  });

  async function makePool(options: WorkerPoolOptions = {}) {
    const pool = new WorkerPool(echo, undefined, { socket: { engine }, ...options });
    opened.push(pool);
    // Where a pool can come back: no connection of another process takes the port meanwhile.
    const at = await pool.bind(`tcp://127.0.0.1:${await freePort()}`);
    const hire = (
      handler: (input: string, job: { signal: AbortSignal }) => string | Promise<string>,
      more: PoolWorkerOptions = {},
    ) => {
      const worker = new PoolWorker(echo, handler, at, { socket: { engine }, ...more });
      opened.push(worker);
      return worker;
    };
    return { pool, at, hire };
  }

  it('have jobs done, typed by the kind of job', async () => {
    const area = job({ input: z.object({ w: z.number(), h: z.number() }), result: z.number() });
    const pool = new WorkerPool(area, undefined, { socket: { engine } });
    opened.push(pool);
    const worker = new PoolWorker(area, ({ w, h }) => w * h, await pool.bind(ANYWHERE), { socket: { engine } });
    opened.push(worker);
    const result = await pool.run({ w: 2, h: 3 });
    expectTypeOf(result).toEqualTypeOf<number>();
    expectTypeOf<typeof pool.run>().parameter(0).toEqualTypeOf<{ w: number; h: number }>();
    expect(result).toBe(6);
    await expect(pool.run({ w: 'x' } as never)).rejects.toMatchObject({ name: 'JobError', code: 'REJECTED' });
  });

  it('wait for a worker that comes later', async () => {
    const { pool, hire } = await makePool();
    const result = pool.run('early');
    hire((input) => `${input}!`);
    expect(await result).toBe('early!');
  });

  it('get a job when they are free, not in turn (PP-05)', async () => {
    const { pool, hire } = await makePool();
    const busy = gate();
    const done: string[] = [];
    hire(
      async (input) => {
        await busy.wait;
        return `slow ${input}`;
      },
      { prefetch: 0 },
    );
    hire((input) => `fast ${input}`, { prefetch: 0 });
    while (pool.stats().workers < 2) await turn();
    const all = Promise.all(Array.from({ length: 20 }, async (_, index) => done.push(await pool.run(`${index}`))));
    while (done.length < 19) await turn();
    expect(done.every((each) => each.startsWith('fast'))).toBe(true);
    busy.open();
    await all;
  });

  it('have no more jobs than they take at a time, and as many at hand as they say (PP-07)', async () => {
    const { pool, hire } = await makePool();
    const held = gate();
    let most = 0;
    let running = 0;
    hire(
      async (input) => {
        most = Math.max(most, ++running);
        await held.wait;
        running--;
        return input;
      },
      { concurrency: 3, prefetch: 2 },
    );
    const all = Promise.all(Array.from({ length: 10 }, (_, index) => pool.run(`${index}`)));
    await until(() => running === 3);
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(pool.stats()).toMatchObject({ running: 5, queued: 5 });
    held.open();
    await all;
    expect(most).toBe(3);
  });

  it('map: as many under way as workers take, outcomes as they come, errors beside results', async () => {
    const { pool, hire } = await makePool();
    let taken = 0;
    function* inputs() {
      for (; taken < 100; taken++) yield `${taken}`;
    }
    hire((input) => {
      if (input === '7') throw new Error('not seven');
      return input;
    });
    const results: string[] = [];
    for await (const { input, result, error } of pool.map(inputs())) {
      if (error === undefined) results.push(result);
      else expect([input, error.code, error.message]).toEqual(['7', 'FAILED', 'not seven']);
      expect(taken - results.length).toBeLessThanOrEqual(8);
    }
    expect(results).toHaveLength(99);
  });

  it('map: leaving the loop gives up what is under way', async () => {
    const { pool, hire } = await makePool();
    hire((input) => input);
    for await (const { result } of pool.map(['a', 'b', 'c'])) {
      expect(result).toBe('a');
      break;
    }
    expect(pool.stats()).toMatchObject({ queued: 0, running: 0 });
  });

  it('that leave while they are busy: the job is given to another worker (PP-05, PP-08)', async () => {
    const { pool, hire } = await makePool({ heartbeatInterval: 50 });
    const never = gate();
    let began = false;
    const first = hire(async (input) => {
      began = true;
      await never.wait;
      return input;
    });
    const result = pool.run('x');
    await until(() => began);
    hire((input) => `second ${input}`);
    await first.socket.close({ linger: 0 });
    expect(await result).toBe('second x');
    expect(pool.stats()).toMatchObject({ requeued: 1, workers: 1 });
    never.open();
  });

  it('a job that kills its workers is lost after maxDeliveries (PP-05, PA-11)', async () => {
    const { pool, hire } = await makePool({ heartbeatInterval: 50, maxDeliveries: 2 });
    const result = expect(pool.run('poison')).rejects.toMatchObject({
      code: 'LOST',
      message: expect.stringContaining('2 workers'),
    });
    for (let count = 0; count < 2; count++) {
      const died = gate();
      const worker = hire(async () => {
        died.open();
        await new Promise(() => {});
        return '';
      });
      await died.wait;
      await worker.socket.close({ linger: 0 });
    }
    await result;
  });

  it('a job that takes too long is given to another one; the first result counts, the other is dropped', async () => {
    const { pool, hire } = await makePool({ jobTimeout: 100, maxDeliveries: 1_000 });
    const slow = gate();
    hire(
      async (input) => {
        await slow.wait;
        return `late ${input}`;
      },
      { prefetch: 0 },
    );
    while (pool.stats().workers < 1) await turn();
    const result = pool.run('x');
    while (pool.stats().running < 1) await turn();
    hire((input) => `second ${input}`);
    expect(await result).toBe('second x');
    slow.open();
    while (pool.stats().duplicates < 1) await turn();
    expect(pool.stats().succeeded).toBe(1);
  });

  it.each(['took too long', 'was given up'])(
    'a worker with a job that %s gets no other until it has answered',
    async (how) => {
      const { pool, hire } = await makePool(how === 'took too long' ? { jobTimeout: 5_000, maxDeliveries: 1 } : {});
      const held = gate();
      const seen: string[] = [];
      const begun = gate();
      hire(
        async (input) => {
          seen.push(input);
          begun.open();
          await held.wait;
          return input;
        },
        { prefetch: 0 },
      );
      const given = new AbortController();
      const stuck = pool.run('stuck', { signal: given.signal });
      await begun.wait;
      if (how === 'was given up') given.abort();
      await expect(stuck).rejects.toMatchObject({ code: how === 'was given up' ? 'CANCELLED' : 'LOST' });

      hire((input) => input);
      while (pool.stats().workers < 2) await turn();
      const inputs = Array.from({ length: 20 }, (_, index) => `${index}`);
      expect(await Promise.all(inputs.map((input) => pool.run(input)))).toEqual(inputs);
      expect(seen).toEqual(['stuck']);

      held.open();
      while (pool.stats().duplicates < 1) await turn();
      while (seen.length < 2) await pool.run('again');
    },
  );

  it('a job that took too long is not given to the same worker again, and is lost where there is no other', async () => {
    const { pool, hire } = await makePool({ jobTimeout: 50, maxDeliveries: 3 });
    const held = gate();
    let begun = 0;
    hire(
      async (input) => {
        begun++;
        await held.wait;
        return input;
      },
      { concurrency: 4 },
    );
    await expect(pool.run('x')).rejects.toMatchObject({ code: 'LOST', message: /no other worker has room/ });
    expect(begun).toBe(1);
    held.open();
  });

  it('jobs with the same key are one', async () => {
    const { pool, hire } = await makePool({ keepResults: 60_000 });
    let count = 0;
    hire((input) => `${input} ${++count}`);
    const [first, second] = await Promise.all([pool.run('a', { key: 'k' }), pool.run('b', { key: 'k' })]);
    expect([first, second, await pool.run('c', { key: 'k' })]).toEqual(['a 1', 'a 1', 'a 1']);
    expect(await pool.run('d', { key: 'other' })).toBe('d 2');
  });

  it('a job with a key that failed may be tried again', async () => {
    const { pool, hire } = await makePool({ keepResults: 60_000 });
    let count = 0;
    hire((input) => {
      if (++count === 1) throw new Error('once');
      return input;
    });
    await expect(pool.run('a', { key: 'k' })).rejects.toThrow('once');
    expect(await pool.run('a', { key: 'k' })).toBe('a');
  });

  it('a worker that closes finishes what it has, and gets nothing more', async () => {
    const { pool, hire } = await makePool();
    const held = gate();
    const seen: string[] = [];
    const leaving = hire(
      async (input) => {
        seen.push(input);
        await held.wait;
        return `first ${input}`;
      },
      { prefetch: 0 },
    );
    const first = pool.run('a');
    while (seen.length === 0) await turn();
    const closed = leaving.close();
    const second = pool.run('b');
    hire((input) => `second ${input}`);
    expect(await second).toBe('second b');
    held.open();
    expect(await first).toBe('first a');
    await closed;
    expect(pool.stats()).toMatchObject({ workers: 1, requeued: 0 });
  });

  it('a worker that closes with a timeout aborts its job, which another one does', async () => {
    const { pool, hire } = await makePool({ heartbeatInterval: 50 });
    let aborted = false;
    let began = false;
    const leaving = hire(
      (_, { signal }) =>
        new Promise((__, reject) => {
          began = true;
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('stopped'));
          });
        }),
    );
    const result = pool.run('x');
    await until(() => began);
    hire((input) => `second ${input}`);
    await leaving.close({ timeout: 10 });
    expect(aborted).toBe(true);
    expect(await result).toBe('second x');
  });

  it('a pool that closes waits for its jobs, and refuses new ones', async () => {
    const { pool, hire } = await makePool();
    const held = gate();
    hire(async (input) => {
      await held.wait;
      return input;
    });
    const result = pool.run('x');
    const closed = pool.close();
    await expect(pool.run('y')).rejects.toMatchObject({ code: 'CANCELLED' });
    held.open();
    expect(await result).toBe('x');
    await closed;
  });

  it('a pool that closes with a timeout gives up what is left', async () => {
    const { pool } = await makePool();
    const result = expect(pool.run('x')).rejects.toMatchObject({ code: 'CANCELLED' });
    await pool.close({ timeout: 10 });
    await result;
  });

  it('a pool or a worker that is closed again with a shorter timeout closes sooner, and never later', async () => {
    const { pool, hire } = await makePool();
    const signals: AbortSignal[] = [];
    const worker = hire((_, { signal }) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    });
    const result = expect(pool.run('x')).rejects.toMatchObject({ code: 'CANCELLED' });
    await until(() => signals.length > 0);
    for (const each of [worker, pool]) {
      const closed = each.close();
      await expect(each.close({ timeout: NaN })).rejects.toMatchObject({ code: 'EINVAL' });
      await Promise.all([closed, each.close({ timeout: 10 }), each.close({ timeout: 600_000 }), each.close()]);
      expect(each.socket.closed).toBe(true);
    }
    expect(signals[0]?.aborted).toBe(true);
    await result;
  });

  it('a worker that says less often that it is alive than its pool looks is not given up (PP-09)', async () => {
    const { pool, hire } = await makePool({ heartbeatInterval: 20 });
    // Longer than three intervals of the pool, and than one of the worker.
    hire((input) => new Promise((resolve) => setTimeout(() => resolve(input), 300)), { heartbeatInterval: 200 });
    expect(await pool.run('a')).toBe('a');
    expect(pool.stats()).toMatchObject({ workers: 1, requeued: 0, duplicates: 0 });
  });

  it('workers come back by themselves when the pool is started again (PP-04)', async () => {
    const { pool, at, hire } = await makePool();
    hire((input) => input);
    expect(await pool.run('a')).toBe('a');
    await pool.close();
    const again = new WorkerPool(echo, undefined, { socket: { engine } });
    opened.push(again);
    await again.bind(at);
    expect(await again.run('b')).toBe('b');
  });

  it('any number of jobs with one signal add one listener to it', async () => {
    await using pool = new WorkerPool(job<number, number>());
    const { signal } = new AbortController();
    const results = Array.from({ length: 50 }, (_, index) => pool.run(index, { signal }).catch(() => {}));
    await expect.poll(() => pool.stats().queued).toBe(50);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await pool.close({ timeout: 0 });
    await Promise.all(results);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('jobs are given up by a signal', async () => {
    const { pool } = await makePool();
    const controller = new AbortController();
    const result = expect(pool.run('x', { signal: controller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    while (pool.stats().queued === 0) await turn();
    controller.abort();
    await result;
    expect(pool.stats().queued).toBe(0);
    await expect(pool.run('y', { signal: controller.signal })).rejects.toBeInstanceOf(JobError);
  });

  it('no more jobs wait than maxQueued (PP-06, PA-03)', async () => {
    const { pool, hire } = await makePool({ maxQueued: 2 });
    const waiting = ['a', 'b'].map((input) => pool.run(input));
    while (pool.stats().queued < 2) await turn();
    await expect(pool.run('c')).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    hire((input) => input);
    expect(await Promise.all(waiting)).toEqual(['a', 'b']);
  });

  it('no more jobs wait than maxQueued when many come at once, whatever workers take', async () => {
    const { pool, hire } = await makePool({ maxQueued: 2 });
    const burst = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const result = pool.run(`${index}`);
        if (index === 9) hire((input) => input);
        return result.catch((error: JobError) => error.code);
      }),
    );
    expect(burst).toEqual(['0', '1', ...Array.from({ length: 8 }, () => 'QUEUE_FULL')]);
    expect(pool.stats()).toMatchObject({ queued: 0, succeeded: 2 });
  });

  it('map: takes no more inputs than maxQueued has room for, whatever its concurrency', async () => {
    const { pool, hire } = await makePool({ maxQueued: 2 });
    const inputs = Array.from({ length: 20 }, (_, index) => `${index}`);
    const outcomes = collected(pool.map(inputs, { concurrency: 10 }));
    await until(() => pool.stats().queued === 2);
    hire((input) => input);
    expect((await outcomes).toSorted((a, b) => Number(a) - Number(b))).toEqual(inputs);
  });

  it('get all jobs that they have room for, though these are more than the default marks of a ROUTER', async () => {
    const { pool, hire } = await makePool();
    hire((input) => `${input.length}`, { concurrency: 12 });
    await until(() => pool.stats().workers === 1);
    const input = 'x'.repeat(8_388_608);
    const results = await Promise.all(Array.from({ length: 12 }, () => pool.run(input)));
    expect(results).toEqual(Array.from({ length: 12 }, () => `${input.length}`));
  });

  it('get all jobs that they have room for, though these are more messages than the default mark of a ROUTER', async () => {
    const { pool, hire } = await makePool();
    hire((input) => input, { concurrency: 5000 });
    await until(() => pool.stats().workers === 1);
    const inputs = Array.from({ length: 5000 }, (_, index) => `${index}`);
    expect(await Promise.all(inputs.map((input) => pool.run(input)))).toEqual(inputs);
  });

  it('map: a worker that comes while it waits has as many jobs as it takes', async () => {
    const { pool, hire } = await makePool();
    const held = gate();
    const inputs = Array.from({ length: 10 }, (_, index) => `${index}`);
    const outcomes = collected(pool.map(inputs));
    await until(() => pool.stats().queued === 2);
    let running = 0;
    hire(
      async (input) => {
        running++;
        await held.wait;
        return input;
      },
      { concurrency: 4, prefetch: 0 },
    );
    await until(() => running === 4);
    held.open();
    expect(await outcomes).toHaveLength(10);
  });

  it('map: by default, as many as workers take are under way, and maxQueued more', async () => {
    const { pool, hire } = await makePool({ maxQueued: 2 });
    const held = gate();
    hire(
      async (input) => {
        await held.wait;
        return input;
      },
      { concurrency: 4, prefetch: 0 },
    );
    await until(() => pool.stats().workers === 1);
    const inputs = Array.from({ length: 20 }, (_, index) => `${index}`);
    const outcomes = collected(pool.map(inputs));
    await until(() => pool.stats().running === 4 && pool.stats().queued === 2);
    held.open();
    expect((await outcomes).toSorted((a, b) => Number(a) - Number(b))).toEqual(inputs);
  });

  it('report the error of a job also when onError throws, which is an error of the program', async () => {
    const { pool, hire } = await makePool();
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const uncaught = once(process, 'uncaughtException');
    try {
      hire(
        () => {
          throw new Error('of the job');
        },
        {
          onError: () => {
            throw new Error('of the program');
          },
        },
      );
      await expect(pool.run('a')).rejects.toMatchObject({ code: 'FAILED', message: 'of the job' });
      expect((await uncaught)[0]).toMatchObject({ message: 'of the program' });
      const second = once(process, 'uncaughtException');
      await expect(pool.run('b')).rejects.toMatchObject({ code: 'FAILED' });
      await second;
    } finally {
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });

  it('report an error that is no text', async () => {
    const { pool, hire } = await makePool();
    hire(() => {
      throw Object.create(null);
    });
    await expect(pool.run('a')).rejects.toMatchObject({ code: 'FAILED', message: expect.stringContaining('no text') });
  });

  it('map: outcomes come while the next input is waited for', async () => {
    const { pool, hire } = await makePool();
    hire((input) => input);
    let left = false;
    const never = gate();
    async function* inputs() {
      try {
        yield 'a';
        await never.wait;
      } finally {
        left = true;
      }
    }
    const outcomes = pool.map(inputs());
    expect(await outcomes.next()).toMatchObject({ value: { input: 'a', result: 'a' } });
    const last = outcomes.next();
    never.open();
    expect(await last).toMatchObject({ done: true });
    expect(left).toBe(true);
  });

  it('map: an abort ends the loop while the next input is waited for, after the jobs under way', async () => {
    const { pool } = await makePool();
    const controller = new AbortController();
    let left = 0;
    const inputs: AsyncIterable<string> = {
      [Symbol.asyncIterator]() {
        let count = 0;
        return {
          next: () => (count++ === 0 ? Promise.resolve({ value: 'a', done: false }) : new Promise(() => {})),
          return: () => {
            left++;
            return new Promise(() => {});
          },
        };
      },
    };
    const outcomes = pool.map(inputs, { signal: controller.signal });
    const first = outcomes.next();
    await until(() => pool.stats().queued === 1);
    controller.abort();
    expect(await first).toMatchObject({ value: { input: 'a', error: { code: 'CANCELLED' } } });
    expect(await outcomes.next()).toMatchObject({ done: true });
    expect(left).toBe(1);
    const none = pool.map(['a'], { signal: controller.signal });
    expect(await none.next()).toMatchObject({ done: true });
  });

  it('map: passes on what its iterable throws, awaits promises, and leaves the iterable with the loop', async () => {
    const { pool, hire } = await makePool();
    hire((input) => input);
    let left = false;
    function* broken() {
      yield Promise.resolve('a');
      throw new Error('no more');
    }
    const all = collected(pool.map(broken() as unknown as Iterable<string>));
    await expect(all).rejects.toThrow('no more');
    function* letters() {
      try {
        for (;;) yield 'b';
      } finally {
        left = true;
      }
    }
    for await (const { result } of pool.map(letters())) {
      expect(result).toBe('b');
      break;
    }
    expect(left).toBe(true);
    expect(await collected(pool.map('xy'))).toEqual(['x', 'y']);
  });

  it('the signal of the first call with a key is that of the job', async () => {
    const { pool, hire } = await makePool();
    const [first, second] = [new AbortController(), new AbortController()];
    const code = (error: JobError) => error.code;
    const start = (key: string) => [
      pool.run('a', { key, signal: first.signal }).catch(code),
      pool.run('b', { key, signal: second.signal }).catch(code),
    ];
    const given = start('k');
    await until(() => pool.stats().queued === 1);
    first.abort();
    expect(await Promise.all(given)).toEqual(['CANCELLED', 'CANCELLED']);
    const kept = [pool.run('c', { key: 'l' }), pool.run('d', { key: 'l', signal: second.signal })];
    second.abort();
    hire((input) => input);
    expect(await Promise.all(kept)).toEqual(['c', 'c']);
  });

  it('a worker may name several addresses of one pool', async () => {
    const { pool, at } = await makePool();
    const worker = new PoolWorker(echo, (input) => input, [at, await pool.bind(ANYWHERE)], { socket: { engine } });
    opened.push(worker);
    await until(() => pool.stats().workers === 2);
    const inputs = Array.from({ length: 50 }, (_, index) => `${index}`);
    expect(await Promise.all(inputs.map((input) => pool.run(input)))).toEqual(inputs);
    expect(pool.stats()).toMatchObject({ requeued: 0, duplicates: 0 });
  });

  it('a result that the codec does not accept rejects', async () => {
    const odd = job({ result: z.number() });
    const pool = new WorkerPool(odd, undefined, { socket: { engine } });
    opened.push(pool);
    const worker = new PoolWorker(job<unknown, string>(), () => 'text', await pool.bind(ANYWHERE), {
      socket: { engine },
    });
    opened.push(worker);
    await expect(pool.run(1)).rejects.toMatchObject({ code: 'REJECTED' });
  });

  it('speak the Paranoid Pirate Protocol: READY, heartbeats both ways, a job and its result (PP-01)', async () => {
    const { pool, at } = await makePool();
    const worker = new ZMQDealer(at, { engine });
    opened.push({ close: () => worker.close({ linger: 0 }) });
    await worker.send([Uint8Array.of(1), '1', '1000']);
    const result = pool.run('input');
    const { frames } = await worker.receive({ timeout: 10_000 });
    expect(frames.slice(1).map(String)).toEqual(['', '"input"']);
    await worker.send(Uint8Array.of(2));
    expect((await worker.receive({ timeout: 10_000 })).frames).toEqual([Buffer.of(2)]);
    await worker.send([frames[0] as Uint8Array, '', 'R', '"result"']);
    expect(await result).toBe('result');

    const router = new ZMQRouter(undefined, { engine });
    opened.push({ close: () => router.close({ linger: 0 }) });
    const endpoint = await router.bind(ANYWHERE);
    const hired = new PoolWorker(echo, (input) => `${input}!`, endpoint, { socket: { engine }, heartbeatInterval: 50 });
    opened.push(hired);
    const ready = await router.receive({ timeout: 10_000 });
    expect(ready.body.map(String)).toEqual(['\x01', '2', '50']);
    // It says so again and again, also while it has nothing to do.
    for (let count = 0; count < 3; count++) {
      expect((await router.receive({ timeout: 10_000 })).body.frames).toEqual([Buffer.of(2)]);
    }
    await router.send([ready.frames[0] as Uint8Array, 'sixteen octets..', '', '"input"']);
    let answer = await router.receive({ timeout: 10_000 });
    while (answer.length === 2) answer = await router.receive({ timeout: 10_000 });
    expect(answer.frames.slice(1).map(String)).toEqual(['sixteen octets..', '', 'R', '"input!"']);
  });

  it('that are silent after the pool was stopped are found as soon as others (PP-03)', () => {
    const workers = new RegisteredWorkers(1000);
    const began = performance.now();
    workers.add('w', Uint8Array.of(1), undefined, 1, 1000);
    // The pool was stopped for a minute, and has read what the worker had said before it looks for silent ones.
    const now = began + 60_000;
    expect(workers.silent(began + 1)).toEqual([]);
    (workers.get('w') as { heard: number }).heard = now;
    expect(workers.silent(now)).toEqual([]);
    for (let past = 1000; past <= 3000; past += 1000) expect(workers.silent(now + past)).toEqual([]);
    expect(workers.silent(now + 3500)).toHaveLength(1);
  });

  it('are given up after three intervals of silence, and not before; any message counts (PP-03)', async () => {
    const { pool, at } = await makePool({ heartbeatInterval: 100 });
    const worker = new ZMQDealer(at, { engine });
    opened.push({ close: () => worker.close({ linger: 0 }) });
    const begun = performance.now();
    await worker.send([Uint8Array.of(1), '1', '100']);
    await until(() => pool.stats().workers === 1);
    await until(() => pool.stats().workers === 0);
    expect(performance.now() - begun).toBeGreaterThan(300);
    // Who is not known is asked to register again.
    await worker.send(Uint8Array.of(2));
    expect((await worker.receive({ timeout: 10_000 })).frames).toEqual([Buffer.of(4)]);
  });

  it('a flood of heartbeats, and a jump of the time of day, change nothing (PA-10)', async () => {
    const { pool, at, hire } = await makePool();
    hire((input) => input);
    await until(() => pool.stats().workers === 1);
    const flood = new ZMQDealer(at, { engine, sendHighWaterMark: 0, receiveHighWaterMark: 1 });
    opened.push({ close: () => flood.close({ linger: 0 }) });
    await flood.send([Uint8Array.of(1), '1', '1000']);
    await until(() => pool.stats().workers === 2);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
    onTestFinished(() => void vi.useRealTimers());
    for (let count = 0; count < 20_000; count++) flood.trySend(Uint8Array.of(2));
    await flood.close();
    await until(() => pool.stats().workers === 1);
    expect(await pool.run('still')).toBe('still');
    expect(pool.stats()).toMatchObject({ workers: 1, requeued: 0, failed: 0 });
  });

  it('strangers that send what no worker sends change nothing (PP-02, PA-01, PA-02)', async () => {
    const { pool, at, hire } = await makePool();
    hire((input) => input);
    const stranger = new ZMQDealer(at, { engine });
    opened.push({ close: () => stranger.close({ linger: 0 }) });
    const garbage = [
      [''],
      ['x'],
      [Uint8Array.of(1), 'x'],
      [Uint8Array.of(1), '-1'],
      [Uint8Array.of(1), '1e99x'],
      [Uint8Array.of(3)],
      ['id', '', 'R', 'x'],
      [Buffer.alloc(16), '', 'R', 'x'],
      [Buffer.alloc(16), '', 'R'],
    ];
    for (const message of garbage) await stranger.send(message);
    // Whoever is not known is asked to register.
    expect((await stranger.receive({ timeout: 10_000 })).frame(0)).toEqual(Buffer.of(4));
    expect(await pool.run('still')).toBe('still');
    expect(pool.stats()).toMatchObject({ workers: 1 });
    expect(pool.stats().duplicates).toBeGreaterThan(0);
  });
});

describe('workers refuse', () => {
  it.each([
    ['an unknown option of the pool', () => new WorkerPool(echo, undefined, { queue: 1 } as never), 'queue'],
    ['a wrong number', () => new WorkerPool(echo, undefined, { maxQueued: 0 }), 'maxQueued is 0'],
    ['an unknown option of the worker', () => new PoolWorker(echo, (x) => x, [], { threads: 1 } as never), 'threads'],
    ['no concurrency', () => new PoolWorker(echo, (x) => x, [], { concurrency: 0 }), 'concurrency is 0'],
    ['a kind of job that is none', () => job({ input: {} as never }), 'input of a job'],
  ])('%s', (_, make, text) => {
    expect(make).toThrow(text);
    expect(make).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });

  it('takes a codec as it is', () => {
    const codec = json<number>();
    expect(job({ input: codec }).input).toBe(codec);
  });
});
