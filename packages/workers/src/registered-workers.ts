import type { PeerInfo } from '@zeromq-ts/core';
import { binaryKey, performance } from '@zeromq-ts/core/spi';
import { LIVENESS_INTERVALS, MAX_HEARTBEAT_INTERVAL_MS } from './heartbeat.js';
import { RemoteWorker } from './remote-worker.js';

/** The largest credit that a worker can announce, which is a stranger. */
const MAX_CREDIT_COUNT = 65_536;

/** The workers of a pool, those that have waited longest first. */
export class RegisteredWorkers {
  /** How often the pool looks for workers that are silent, in milliseconds. */
  readonly interval: number;
  /** By routing id. */
  readonly #workers = new Map<string, RemoteWorker>();
  /** When the pool has looked for silent ones, as `performance.now()` counts. */
  #looked = performance.now();

  constructor(interval: number) {
    this.interval = interval;
  }

  get count(): number {
    return this.#workers.size;
  }

  /** How many jobs all of them take at a time; those that leave take none. */
  get credit(): number {
    let credit = 0;
    for (const worker of this.#workers.values()) if (!worker.leaving) credit += worker.credit;
    return credit;
  }

  /** @param key The routing id, as `binaryKey` makes it. */
  get(key: string): RemoteWorker | undefined {
    return this.#workers.get(key);
  }

  add(key: string, routingId: Uint8Array, peer: PeerInfo | undefined, credit: number, interval: number): void {
    const limited = Math.min(credit, MAX_CREDIT_COUNT);
    this.#workers.set(key, new RemoteWorker(routingId, peer, limited, interval, performance.now()));
  }

  delete(worker: RemoteWorker): void {
    this.#workers.delete(binaryKey(worker.routingId));
  }

  get anyFree(): boolean {
    for (const worker of this.#workers.values()) if (worker.free) return true;
    return false;
  }

  /** A worker that has a job which was taken back or given up. */
  having(job: string): RemoteWorker | undefined {
    return [...this.#workers.values()].find((each) => each.unanswered.has(job));
  }

  /** Whether a job that took too long is still being done, and no other worker can take it. */
  stuck(job: string): boolean {
    const workers = [...this.#workers.values()];
    return workers.some((each) => each.unanswered.has(job)) && !workers.some((each) => each.mayTake(job));
  }

  /**
   * The worker that has waited longest and has room for a job, which it does not have already. Its next turn comes after that
   * of all others.
   */
  nextFree(job: string): RemoteWorker | undefined {
    for (const [key, worker] of this.#workers) {
      if (!worker.free || worker.unanswered.has(job)) continue;
      this.#workers.delete(key);
      this.#workers.set(key, worker);
      return worker;
    }
    return undefined;
  }

  /** Those that came over this connection. */
  of(peer: PeerInfo): RemoteWorker[] {
    return [...this.#workers.values()].filter((worker) => worker.peer === peer);
  }

  /**
   * Those that have been silent for too long. Time in which this process did nothing (a function that computes without a
   * pause, a stop by a signal) does not count: what workers have said meanwhile has not been read.
   */
  silent(now: number): RemoteWorker[] {
    const late = Math.max(0, now - this.#looked - this.interval);
    this.#looked = now;
    for (const worker of this.#workers.values()) worker.heard = Math.min(now, worker.heard + late);
    return [...this.#workers.values()].filter((worker) => {
      const interval = Math.min(Math.max(worker.interval, this.interval), MAX_HEARTBEAT_INTERVAL_MS);
      return now - worker.heard > LIVENESS_INTERVALS * interval;
    });
  }
}
