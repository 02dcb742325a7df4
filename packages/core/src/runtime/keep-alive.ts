import type { Timer } from './timers.js';
import { MAX_TIMER_MS, ref, setInterval, unref } from './timers.js';

/**
 * Keeps the process alive while at least one operation is pending: one timer for all sockets, which never does
 * anything, ref'd while an operation holds it and unref'd otherwise. Where timers do not keep a process alive, as in
 * browsers, it has no effect.
 */
class KeepAlive {
  #timer: Timer | undefined;
  #count = 0;

  /** Whether the process is kept alive now. */
  get active(): boolean {
    return (this.#timer as { hasRef?: () => boolean } | undefined)?.hasRef?.() ?? false;
  }

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

/** Whether an operation that an application awaits keeps the process alive. */
export function keepsProcessAlive(): boolean {
  return keepAlive.active;
}
