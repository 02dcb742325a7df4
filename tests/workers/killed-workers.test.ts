import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { job, PoolWorker, WorkerPool } from '@zeromq-ts/workers';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';

const JOBS = 300;
const KILLS = 5;

const children = new Set<ChildProcess>();

beforeAll(() => assertBuilt());

afterEach(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

function start(program: string, ...args: readonly string[]): ChildProcess {
  const child = fork(join(import.meta.dirname, program), args, { execArgv: [] });
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

it('every job has its result, though workers are killed in the middle of theirs (PP-05)', async () => {
  await using pool = new WorkerPool(job<number, string>());
  const endpoint = await pool.bind('tcp://127.0.0.1:*');
  let killed = 0;
  const startOne = (): void => {
    const child = start('worker.mjs', endpoint);
    let begun = 0;
    child.on('message', () => {
      if (++begun < 20 || killed === KILLS) return;
      killed++;
      child.kill('SIGKILL');
      startOne();
    });
  };
  startOne();
  startOne();
  const results = new Map<number, string>();
  for await (const { input, result, error } of pool.map(Array.from({ length: JOBS }, (_, index) => index))) {
    expect(error).toBeUndefined();
    expect(results.has(input)).toBe(false);
    results.set(input, result ?? '');
  }
  expect(results.size).toBe(JOBS);
  for (const [input, result] of results) expect(result.split(' ')[0]).toBe(`${input}`);
  expect(killed).toBe(KILLS);
  expect(pool.stats()).toMatchObject({ succeeded: JOBS, failed: 0, queued: 0, running: 0 });
});

it.each(['zmtp', 'libzmq'] as const)(
  'on the engine %s, a worker leaves a pool that is silent, and comes back when it is there again (PP-04)',
  async (engine) => {
    const pool = start('pool.mjs');
    const [{ endpoint }] = (await once(pool, 'message')) as [{ endpoint: string }];
    await using worker = new PoolWorker(job<string, string>(), (input) => `${input} done`, endpoint, {
      heartbeatInterval: 20,
      socket: { engine },
    });
    const ask = async (input: string): Promise<unknown> => {
      const answered = once(pool, 'message');
      pool.send(input);
      return (await answered)[0];
    };
    expect(await ask('first')).toEqual({ result: 'first done' });
    // The system keeps its connections open, as a network does that is cut in silence.
    const left = once(worker.socket, 'disconnected');
    pool.kill('SIGSTOP');
    await left;
    pool.kill('SIGCONT');
    expect(await ask('second')).toEqual({ result: 'second done' });
  },
);
