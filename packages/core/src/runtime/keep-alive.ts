import type { Timer } from './timers.js';
import { MAX_TIMER_MS, ref, setInterval, unref } from './timers.js';

/**
 * Keeps the process alive while at least one operation waits: one timer that never fires, for all sockets, `ref` while
 * somebody has acquired it and `unref` otherwise. Where timers do not keep anything alive, as in browsers, it does nothing.
 */
class KeepAlive {
  #timer: Timer | undefined;
  #count = 0;

  /** An operation begins to wait. */
  acquire(): void {
    if (this.#count++ > 0) return;
    this.#timer ??= setInterval(() => {}, MAX_TIMER_MS);
    ref(this.#timer);
  }

  /** The operation is over. */
  release(): void {
    if (--this.#count === 0 && this.#timer !== undefined) unref(this.#timer);
  }
}

export const keepAlive = new KeepAlive();
