import { once } from 'node:events';
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQRequest } from '@zeromq-ts/reqrep';
import { describeExit, endChild, startScript } from './child.js';
import type { Display } from './display.js';
import type { Missing, Progress, SinkEndpoints, Status } from './protocol.js';
import { Ventilator } from './ventilator.js';
import { WorkerPool } from './worker-pool.js';

/** With no result for so long, what is missing is handed out once more; each time it waits twice as long. */
const PATIENCE = 5000;

/** Shares files among worker processes; resolves to what the sink has counted, or rejects with what went wrong. */
export async function runJob(
  files: readonly string[],
  workers: number,
  display: Display,
  signal: AbortSignal,
): Promise<Status> {
  const ended = new AbortController();
  const fail = (reason: string): void => ended.abort(new Error(reason));
  signal.addEventListener('abort', () => ended.abort(signal.reason), { once: true });

  const sink = startScript('sink', [String(files.length)]);
  sink.once('exit', (code, by) => fail(`The sink ${describeExit(code, by)}.`));
  const ventilator = new Ventilator(files);
  let pool: WorkerPool | undefined;
  let control: ZMQRequest | undefined;
  let figures: ZMQSubscriber | undefined;

  const inBackground = (work: Promise<void>): void => void work.catch((error: unknown) => ended.abort(error));
  const ask = async <T>(request: string): Promise<T> => {
    const reply = await control?.request(request, { timeout: 15_000, signal: ended.signal });
    return reply?.json<T>() as T;
  };
  const handOutMissing = async (): Promise<void> => {
    const { missing } = await ask<Missing>('missing');
    await ventilator.handOut(missing);
  };

  async function run(): Promise<Status> {
    const [found] = (await once(sink, 'message', { signal: ended.signal })) as [SinkEndpoints];
    control = new ZMQRequest(found.control);
    figures = new ZMQSubscriber(found.figures, ['progress', 'stopped']);
    await ask('start');
    display.note(`Live figures at ${found.figures} (PUB), control at ${found.control} (REP)`);

    const tasks = await ventilator.endpoint();
    ended.signal.throwIfAborted();
    pool = new WorkerPool(workers, [tasks, found.results], {
      started: (name, pid) => display.note(`${name} is process ${pid}`),
      lost: (name, how) => {
        display.note(`${name} ${how}: its tasks are handed out once more`);
        inBackground(handOutMissing());
      },
      hopeless: fail,
    });
    await ventilator.workers(workers);
    display.note(`Sharing ${files.length} files among ${workers} workers at ${tasks}`);
    inBackground(ventilator.handOut(files.keys()));
    await watch(figures);
    return ask<Status>('status');
  }

  /** Shows the live figures until the last result is in. */
  async function watch(source: ZMQSubscriber): Promise<void> {
    let patience = PATIENCE;
    let silentSince = performance.now();
    let last = 0;
    for (;;) {
      const message = await source.receive({ signal: ended.signal });
      const progress = message.json<Progress>(1);
      if (message.text(0) === 'stopped') throw new Error(`Stopped on request after ${progress.done} files.`);
      display.progress(progress);
      if (progress.done === progress.tasks) return;
      if (progress.done > last) {
        last = progress.done;
        silentSince = performance.now();
      } else if (performance.now() - silentSince > patience) {
        patience *= 2;
        silentSince = performance.now();
        inBackground(handOutMissing());
      }
    }
  }

  const aborted = new Promise<never>((_, reject) => {
    ended.signal.addEventListener('abort', () => reject(ended.signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([run(), aborted]);
  } finally {
    display.end();
    sink.removeAllListeners('exit');
    await Promise.all([
      pool?.end(),
      endChild(sink),
      ventilator.close(),
      control?.close({ linger: 0 }),
      figures?.close(),
    ]);
  }
}
