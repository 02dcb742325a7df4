import { onAbort } from '@zeromq-ts/core/spi';
import { InputReader } from './input-reader.js';
import type { JobError } from './job-error.js';
import { Outcomes } from './outcomes.js';
import type { Outcome } from './worker-pool-options.js';

/** How the jobs of one `map` are done. */
export interface MapJobs<Input, Result> {
  run(input: Input, signal: AbortSignal): Promise<Result>;
  /** How many may be under way now. */
  concurrency(): number;
  /** Calls a function whenever more may be under way. @returns ends that. */
  onRoom(wake: () => void): () => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Does a job for each input, and yields outcomes in the order in which they come, also while the next input is waited for.
 * Leaving the loop gives up the rest. When the signal aborts, no more inputs are taken, and the outcomes that are left come.
 */
export async function* mapJobs<Input, Result>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  jobs: MapJobs<Input, Result>,
): AsyncGenerator<Outcome<Input, Result>, void, void> {
  const leaving = new AbortController();
  const signal = jobs.signal === undefined ? leaving.signal : AbortSignal.any([leaving.signal, jobs.signal]);
  const outcomes = new Outcomes<Outcome<Input, Result>>();
  const wake = (): void => outcomes.wake();
  const reader = new InputReader(inputs, wake);
  const detach = onAbort(signal, wake);
  const leave = jobs.onRoom(wake);
  const outcomeOf = (input: Input): Promise<Outcome<Input, Result>> =>
    jobs.run(input, signal).then(
      (result) => ({ input, result }),
      (error: unknown) => ({ input, error: error as JobError }),
    );
  try {
    for (;;) {
      const read = reader.take();
      if (read !== undefined) outcomes.add(outcomeOf(read.value));
      yield* outcomes.take();
      if (!reader.over && !signal.aborted) {
        if (outcomes.underWay < jobs.concurrency()) reader.read();
      } else if (outcomes.left === 0) return;
      await outcomes.changed();
    }
  } finally {
    detach();
    leave();
    leaving.abort();
    await reader.close();
  }
}
