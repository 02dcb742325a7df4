import type { PoolJob } from './pool-job.js';

/** The jobs of a pool that are not over: those that wait for a worker, and those that workers have. */
export class JobQueue {
  /** By id. */
  readonly #jobs = new Map<string, PoolJob>();
  /** Those that wait for their first worker, in the order of the calls. */
  readonly #fresh = new Set<PoolJob>();
  /** Those that a worker has not done: they come before the others. */
  readonly #requeued = new Set<PoolJob>();

  /** The number of jobs that wait for their first worker. */
  get fresh(): number {
    return this.#fresh.size;
  }

  /** The number of jobs that wait for a worker. */
  get queued(): number {
    return this.#fresh.size + this.#requeued.size;
  }

  /** The number of jobs that workers have. */
  get running(): number {
    return this.#jobs.size - this.queued;
  }

  all(): Iterable<PoolJob> {
    return this.#jobs.values();
  }

  get(key: string): PoolJob | undefined {
    return this.#jobs.get(key);
  }

  /** A new job, which waits for a worker. */
  add(job: PoolJob): void {
    this.#jobs.set(job.key, job);
    this.#fresh.add(job);
  }

  /** A job is over. @returns false when it was over before. */
  delete(job: PoolJob): boolean {
    if (!this.#jobs.delete(job.key)) return false;
    this.take(job);
    return true;
  }

  /** The jobs that wait for a worker, in the order in which they get one. The current one may be taken meanwhile. */
  *waiting(): IterableIterator<PoolJob> {
    yield* this.#requeued;
    yield* this.#fresh;
  }

  /** A job no longer waits. */
  take(job: PoolJob): void {
    this.#fresh.delete(job);
    this.#requeued.delete(job);
  }

  /** A job waits for another worker. */
  requeue(job: PoolJob): void {
    this.#requeued.add(job);
  }
}
