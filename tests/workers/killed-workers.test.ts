import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { job, WorkerPool } from '@zeromq-ts/workers';
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

function start(endpoint: string): ChildProcess {
  const child = fork(join(import.meta.dirname, 'worker.mjs'), [endpoint], { execArgv: [] });
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

it('every job has its result, though workers are killed in the middle of theirs (PP-05)', async () => {
  await using pool = new WorkerPool(job<number, string>());
  const endpoint = await pool.bind('tcp://127.0.0.1:*');
  let killed = 0;
  const startOne = (): void => {
    const child = start(endpoint);
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
