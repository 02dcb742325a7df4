import { clearTimeout, MAX_TIMER_MS, performance, setTimeout } from '@zeromq-ts/core/spi';

/** A timer that is late by this part of the limit says that the page was frozen, and nothing of the peer. */
const LATE_PARTS = 4;

/**
 * Whether the peer has been silent for too long. There is one timer; what comes moves the deadline and does not touch it.
 *
 * A page that was hidden or frozen finds its timer due before the messages that have come meanwhile: the limit begins
 * again then, once for each silence.
 */
export class IdleTimer {
  readonly #limit: number;
  readonly #expired: () => void;
  #heardAt = 0;
  #excused = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param limit - In milliseconds; 0: none. */
  constructor(limit: number, expired: () => void) {
    this.#limit = limit;
    this.#expired = expired;
    if (limit === 0) return;
    this.#heardAt = performance.now();
    this.#arm();
  }

  /** Something came. */
  heard(): void {
    if (this.#limit === 0) return;
    this.#heardAt = performance.now();
    this.#excused = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #arm(): void {
    const due = this.#heardAt + this.#limit;
    const delay = Math.min(Math.max(Math.ceil(due - performance.now()), 1), MAX_TIMER_MS);
    this.#timer = setTimeout(() => this.#look(performance.now() - due), delay);
  }

  /** @param late - How much later than it was due the timer is, in milliseconds. */
  #look(late: number): void {
    const isSilent = performance.now() - this.#heardAt >= this.#limit;
    const isExcused = late >= this.#limit / LATE_PARTS && !this.#excused;
    if (isSilent && !isExcused) {
      this.#expired();
      return;
    }
    if (isSilent) {
      this.#excused = true;
      this.#heardAt = performance.now();
    }
    this.#arm();
  }
}
