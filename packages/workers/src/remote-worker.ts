import type { PeerInfo } from '@zeromq-ts/core';
import type { PoolJob } from './pool-job.js';

/** A worker, as its pool sees it. */
export class RemoteWorker {
  readonly routingId: Uint8Array;
  readonly peer: PeerInfo | undefined;
  readonly jobs = new Set<PoolJob>();
  /** Keys of jobs that were taken back or given up, and that it has not answered: it still works on them. */
  readonly unanswered = new Set<string>();
  /** How many jobs it takes at a time. */
  readonly credit: number;
  /** It finishes what it has, and gets nothing more. */
  leaving = false;
  /** How often it says that it is alive, in milliseconds. */
  readonly interval: number;
  /** When it was heard last, as `performance.now()` counts. */
  heard: number;

  constructor(routingId: Uint8Array, peer: PeerInfo | undefined, credit: number, interval: number, now: number) {
    this.routingId = routingId;
    this.peer = peer;
    this.credit = credit;
    this.interval = interval;
    this.heard = now;
  }

  get free(): boolean {
    return !this.leaving && this.jobs.size + this.unanswered.size < this.credit;
  }

  /** Whether it can take this job, now or when it has answered others. */
  mayTake(key: string): boolean {
    return !this.leaving && !this.unanswered.has(key) && this.unanswered.size < this.credit;
  }

  /** It no longer has to bring the result of a job, but goes on with it. */
  release(job: PoolJob): void {
    if (this.jobs.delete(job)) this.unanswered.add(job.key);
  }

  /** Whether it has to answer a job. */
  has(key: string, job: PoolJob | undefined): boolean {
    return this.unanswered.has(key) || (job !== undefined && this.jobs.has(job));
  }

  /** It has answered a job, and has room for another. */
  answered(key: string, job: PoolJob | undefined): void {
    this.unanswered.delete(key);
    if (job !== undefined) this.jobs.delete(job);
  }
}
