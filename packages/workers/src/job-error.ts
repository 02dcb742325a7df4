/**
 * Why a job has no result.
 *
 * | code | meaning |
 * | --- | --- |
 * | `FAILED` | the handler threw; `message` is what it said |
 * | `LOST` | the workers that had it died, `maxDeliveries` times |
 * | `REJECTED` | the input or the result is not what the codec or the schema accepts |
 * | `QUEUE_FULL` | `maxQueued` jobs wait already |
 * | `CANCELLED` | by the signal, or because the pool was closed |
 */
export type JobErrorCode = 'FAILED' | 'LOST' | 'REJECTED' | 'QUEUE_FULL' | 'CANCELLED';

/**
 * The error of a job without a result.
 *
 * @example
 * ```ts
 * import { job, JobError, WorkerPool } from '@zeromq-ts/workers';
 *
 * const pool = new WorkerPool(job<number, number>());
 * const result = pool.run(1); // no worker comes
 * void pool.close({ timeout: 10 });
 * await result.catch((error: JobError) => console.log(error.code)); // CANCELLED
 * ```
 */
export class JobError extends Error {
  override readonly name = 'JobError';
  readonly code: JobErrorCode;

  constructor(code: JobErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Encodes or decodes the input or the result of a job.
 *
 * @throws JobError `REJECTED`, as a rejection.
 */
export async function coded<T>(what: 'input' | 'result', code: () => T | PromiseLike<T>): Promise<T> {
  try {
    return await code();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new JobError('REJECTED', `The ${what} of the job: ${text}`, { cause });
  }
}
