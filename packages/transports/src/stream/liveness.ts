import type { LivenessSchedule } from './liveness-schedule.js';
import { lifeSigns } from './liveness-schedule.js';
import { performance } from '@zeromq-ts/core/spi';

/** After this many received bytes without a sent one, a peer may be waiting for a PONG. */
const BUSY_BYTES = 4096;

/** How often life is shown to a peer whose heartbeat interval is not known. */
const DEFAULT_EVERY_MS = 100;
/** The minimum interval, however short the interval of the peer is, or appears. */
const MIN_EVERY_MS = 20;

/** The output of a connection, as {@link Liveness} needs it. */
export interface LifeSignOutput {
  /** Bytes that have left so far. */
  readonly left: number;
  /** Whether nothing new gets through now. */
  readonly full: boolean;
  /** Sends something at once that every peer ignores. */
  showLife(): void;
}

/**
 * Shows a peer that we are alive while its PINGs wait unread: behind many messages, behind a large one, or because our
 * queue is full and the connection is not read. It would take us for dead.
 *
 * ```
 * quiet ──many bytes came, or reading paused──→ watched ──nothing came, and reading goes on──→ quiet
 *                                                  └── every 100 ms or less, if nothing else has left: a PONG
 * ```
 *
 * Connections over which little comes, and those that send themselves, cost no PONG and no timer. A peer that does not
 * heartbeat is sent none: one that has closed its socket, and whose system is still sending, would answer with RST, and
 * what it had not sent yet would be lost.
 */
export class Liveness {
  readonly #output: LifeSignOutput;
  readonly #schedule: LivenessSchedule;
  readonly #ownEvery: number;
  #every: number;
  /** Bytes that came since something of ours has left. */
  #bytes = 0;
  #left = 0;
  #quietSince = 0;
  #watched = false;
  #paused = false;
  #stopped = false;
  #pingedAt: number | undefined;
  #lastGap = 0;
  /** Whether one of the two sides heartbeats. */
  #wanted: boolean;

  /** @param interval - Our own heartbeat interval in milliseconds, a guess at that of the peer; 0: none. */
  constructor(output: LifeSignOutput, interval: number, schedule: LivenessSchedule = lifeSigns) {
    this.#output = output;
    this.#schedule = schedule;
    this.#ownEvery = interval === 0 ? DEFAULT_EVERY_MS : Math.min(interval / 2, DEFAULT_EVERY_MS);
    this.#every = Math.max(this.#ownEvery, MIN_EVERY_MS);
    this.#wanted = interval > 0;
  }

  /** Counts received bytes. */
  heard(count: number): void {
    this.#bytes += count;
    if (this.#bytes >= BUSY_BYTES && !this.#watched) this.#watch();
  }

  /** A PING came: of the last two gaps between them the longer counts, so that two in a row say nothing. */
  pinged(): void {
    const now = performance.now();
    const gap = this.#pingedAt === undefined ? Infinity : now - this.#pingedAt;
    this.#pingedAt = now;
    const interval = Math.max(gap, this.#lastGap || Infinity);
    this.#lastGap = gap;
    this.#every = Math.max(Math.min(this.#ownEvery, interval / 2), MIN_EVERY_MS);
    if (this.#wanted) return;
    this.#wanted = true;
    if (this.#paused) this.#watch();
  }

  /** Nothing is read from now on, or reading goes on. */
  held(paused: boolean): void {
    this.#paused = paused;
    if (paused && !this.#watched) this.#watch();
  }

  stop(): void {
    this.#stopped = true;
    this.#schedule.delete(this);
  }

  /**
   * Shows life if it is time to.
   *
   * @returns when to look again; `Infinity`: not at all.
   */
  look(now: number): number {
    if (this.#stopped) return Infinity;
    const { left } = this.#output;
    if (left !== this.#left) {
      this.#left = left;
      this.#quietSince = now;
      this.#bytes = 0;
    } else if (now >= this.#quietSince + this.#every) {
      if (!this.#paused && this.#bytes === 0) {
        this.#watched = false;
        return Infinity;
      }
      this.#quietSince = now;
      this.#bytes = 0;
      if (!this.#output.full) {
        this.#output.showLife();
        this.#left = this.#output.left;
      }
    }
    return this.#quietSince + this.#every;
  }

  #watch(): void {
    if (this.#stopped || !this.#wanted) return;
    this.#watched = true;
    this.#left = this.#output.left;
    this.#quietSince = performance.now();
    this.#schedule.add(this, this.#quietSince + this.#every);
  }
}
