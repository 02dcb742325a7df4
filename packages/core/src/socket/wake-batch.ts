import { performance } from '../runtime/timers.js';

/** Whoever was woken has worked longer than this, in milliseconds: the next ones are woken one by one. */
const SLOW_MS = 0.5;

const MAX_SIZE = 1024;

/**
 * How many waiting operations are settled in one turn of the event loop. All that settle in one turn run before anything
 * else does: a hundred that each work for 20 ms would take two seconds. So the first is settled alone, and only while
 * those that are woken have little to do, there are twice as many in each turn that follows.
 */
export class WakeBatch {
  #size = 1;
  #left = 1;
  /** When the last batch was full, as `performance.now()` counts; `undefined`: it was not. */
  #full: number | undefined;

  /** Begins another batch: in a later turn of the event loop, if the last one was full. */
  begin(): void {
    if (this.#full !== undefined) {
      const slow = performance.now() - this.#full > SLOW_MS;
      this.#size = slow ? 1 : Math.min(this.#size * 2, MAX_SIZE);
      this.#full = undefined;
    }
    this.#left = this.#size;
  }

  /** @returns whether another operation may be settled. */
  take(): boolean {
    if (this.#left > 0) {
      this.#left--;
      return true;
    }
    this.#full = performance.now();
    return false;
  }
}
