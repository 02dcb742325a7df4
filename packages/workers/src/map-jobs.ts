import type { JobError } from './job-error.js';
import { Outcomes } from './outcomes.js';
import type { Outcome } from './worker-pool-options.js';

/** How the jobs of one `map` are done. */
export interface MapJobs<Input, Result> {
  run(input: Input, signal: AbortSignal): Promise<Result>;
  /** How many may be under way now. */
  concurrency(): number;
  readonly signal: AbortSignal | undefined;
}

/** Does a job for each input, and yields outcomes in the order in which they come. Leaving the loop gives up the rest. */
export async function* mapJobs<Input, Result>(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  jobs: MapJobs<Input, Result>,
): AsyncGenerator<Outcome<Input, Result>, void, void> {
  const leaving = new AbortController();
  const signal = jobs.signal === undefined ? leaving.signal : AbortSignal.any([leaving.signal, jobs.signal]);
  const outcomes = new Outcomes<Outcome<Input, Result>>();
  try {
    for await (const input of inputs) {
      while (outcomes.underWay >= jobs.concurrency()) {
        await outcomes.ready();
        yield* outcomes.take();
      }
      outcomes.add(
        jobs.run(input, signal).then(
          (result) => ({ input, result }),
          (error: unknown) => ({ input, error: error as JobError }),
        ),
      );
      yield* outcomes.take();
    }
    while (outcomes.underWay > 0) {
      await outcomes.ready();
      yield* outcomes.take();
    }
    yield* outcomes.take();
  } finally {
    leaving.abort();
  }
}
