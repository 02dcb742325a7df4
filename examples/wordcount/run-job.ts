import { WorkerPool } from '@zeromq-ts/workers';
import { ControlChannel } from './control-channel.js';
import { countJob } from './count-job.js';
import type { Display } from './display.js';
import type { Status } from './protocol.js';
import { Tally } from './tally.js';
import { WorkerProcesses } from './worker-processes.js';

// ipc where there is such a thing; `*` makes up a temporary path, or finds a free port.
const ENDPOINT = process.platform === 'win32' ? 'tcp://127.0.0.1:*' : 'ipc://*';
/** How many files are on their way for each worker: enough that none waits for its next one. */
const FILES_PER_WORKER = 8;

/**
 * Shares files among worker processes, which start while the files are being listed. When half of the files are counted, it
 * kills a worker, to show that nothing is lost. Resolves to what was counted, or rejects with what went wrong.
 */
export async function runJob(
  listing: () => Promise<readonly string[]>,
  workers: number,
  display: Display,
  signal: AbortSignal,
): Promise<Status> {
  const ended = new AbortController();
  const stopped = AbortSignal.any([signal, ended.signal]);
  const pool = new WorkerPool(countJob);
  let processes: WorkerProcesses | undefined;
  try {
    const endpoint = await pool.bind(ENDPOINT);
    stopped.throwIfAborted();
    processes = new WorkerProcesses(workers, [endpoint], {
      started: (name, pid) => display.note(`${name} is process ${pid}`),
      lost: (name, how) => display.note(`${name} ${how}: its files go to others, and another one takes its place`),
      hopeless: (reason) => ended.abort(new Error(reason)),
    });
    const files = await listing();
    const tally = new Tally(files.length);
    await using control = new ControlChannel({
      progress: () => tally.progress,
      status: () => tally.status,
      stop: () => ended.abort(new Error(`Stopped on request after ${tally.progress.done} files.`)),
    });
    display.note(await control.description());
    display.note(`Sharing ${files.length} files among ${workers} workers at ${endpoint}`);
    let victim = files.length > workers ? processes : undefined;
    for await (const { result, error } of pool.map(files, {
      signal: stopped,
      concurrency: FILES_PER_WORKER * workers,
    })) {
      stopped.throwIfAborted();
      if (error !== undefined) throw error;
      tally.add(result);
      display.progress(tally.status);
      if (tally.progress.done < files.length / 2) continue;
      victim?.killOne();
      victim = undefined;
    }
    control.publish('progress');
    return tally.status;
  } finally {
    display.end();
    await Promise.all([processes?.end(), pool.close({ timeout: 0 })]);
  }
}
