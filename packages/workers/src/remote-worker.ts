import type { PeerInfo } from '@zeromq-ts/core';
import type { PoolJob } from './pool-job.js';

/** A worker, as its pool sees it. */
export class RemoteWorker {
  readonly routingId: Uint8Array;
  readonly peer: PeerInfo | undefined;
  readonly jobs = new Set<PoolJob>();
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
    return !this.leaving && this.jobs.size < this.credit;
  }
}
