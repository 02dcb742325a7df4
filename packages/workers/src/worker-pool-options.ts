import type { CallOptionChecks } from '@zeromq-ts/core/spi';
import { checkAtLeast, checkDuration, checkObject } from '@zeromq-ts/core/spi';
import type { RouterOptions } from '@zeromq-ts/dealerrouter';
import type { JobError } from './job-error.js';

/** Options of a `WorkerPool`. */
export interface WorkerPoolOptions {
  /** How many jobs may wait for a worker. Default 10 000; `run` rejects beyond that, `map` reads no further. */
  readonly maxQueued?: number | undefined;
  /** How often a job is given to a worker before it counts as lost. Default 3. */
  readonly maxDeliveries?: number | undefined;
  /**
   * How long a worker may take for a job, from when it is given to it, before another one gets it too, in milliseconds. The
   * first keeps its place taken until it has answered. While no other worker has room, the time counts: after `maxDeliveries`
   * times this time, the job is lost. Default: no limit.
   */
  readonly jobTimeout?: number | undefined;
  /** How long the result of a job with a key is kept for others with the same key, in milliseconds. Default: not kept. */
  readonly keepResults?: number | undefined;
  /**
   * How often the pool looks for workers that are silent, in milliseconds. One that is silent for three times that, or three
   * times its own interval if that is longer, is dead. Default 1000.
   */
  readonly heartbeatInterval?: number | undefined;
  /** Options of the ROUTER: keys, limits, engine, context. */
  readonly socket?: RouterOptions | undefined;
}

/** What `run` takes beside the input. */
export interface RunOptions {
  /**
   * Jobs with the same key are one: those that come while it waits, runs, or is kept, get its result. The input and the
   * `signal` are those of the first call: when that signal aborts, all calls reject with `CANCELLED`, and the signals of the
   * others have no effect.
   */
  readonly key?: string | undefined;
  /** Gives the job up. A worker that has it already goes on, for nothing, and gets another one when it has answered. */
  readonly signal?: AbortSignal | undefined;
}

/** What a pool counts. */
export interface WorkerPoolStats {
  readonly workers: number;
  /** Jobs that wait for a worker. */
  readonly queued: number;
  /** Jobs that workers have. */
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Jobs that were given to another worker, because the one that had them died or took too long. */
  readonly requeued: number;
  /** Results that came when the job was over already: it was carried out more than once. */
  readonly duplicates: number;
}

/** A result of `map`. */
export type Outcome<Input, Result> =
  | { readonly input: Input; readonly result: Result; readonly error?: undefined }
  | { readonly input: Input; readonly result?: undefined; readonly error: JobError };

export const POOL_OPTION_CHECKS: CallOptionChecks = {
  maxQueued: checkAtLeast(1),
  maxDeliveries: checkAtLeast(1),
  jobTimeout: checkAtLeast(1),
  keepResults: checkDuration,
  heartbeatInterval: checkAtLeast(1),
  socket: checkObject,
};
