import { checkCallOptions, checkDuration } from '../options/call-options.js';
import { clearTimeout, performance, setTimeout } from '../runtime/timers.js';

/** What a `close` takes that waits for work under way. */
export interface CloseDeadlineOptions {
  readonly timeout?: number | undefined;
}

const CHECKS = { timeout: checkDuration };

/**
 * Until when a `close` waits for the work that is under way: the earliest time that any of its calls asks for. Who calls it
 * again with a shorter timeout wants it to end sooner; a call without a timeout changes nothing.
 */
export class CloseDeadline {
  readonly #expire: () => void;
  #at = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /** @param expire Called once, when the time is over. */
  constructor(expire: () => void) {
    this.#expire = expire;
  }

  /**
   * A call of `close`.
   *
   * @throws ZMQError `EINVAL` for anything but milliseconds or `Infinity`, and for an unknown option.
   */
  called(options: CloseDeadlineOptions): void {
    checkCallOptions('close', options, CHECKS);
    const { timeout = Infinity } = options;
    const at = performance.now() + timeout;
    if (this.#isOver || at >= this.#at) return;
    this.#at = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#expire();
    }, timeout);
  }

  /** There is nothing left to wait for. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}
