import { setInterval } from '../runtime/timers.js';

/**
 * Keeps the process alive while something is pending, and only then.
 *
 * One timer that never fires, for all sockets: `ref` while at least one operation waits, `unref` otherwise.
 */
class ProcessHold {
  #timer: ReturnType<typeof setInterval> | undefined;
  #count = 0;

  take(): void {
    if (this.#count++ > 0) return;
    this.#timer ??= setInterval(() => {}, 2 ** 31 - 1);
    this.#timer.ref?.();
  }

  release(): void {
    if (--this.#count === 0) this.#timer?.unref?.();
  }
}

export const processHold = new ProcessHold();
