import { onAbort } from '../events/abort-listeners.js';
import { checkCallOptions } from '../options/call-options.js';
import { WAIT_OPTION_CHECKS, type WaitOptions } from '../options/timing.js';
import { clearTimeout, performance, setTimeout, unref } from '../runtime/timers.js';

/**
 * The limits of one send: the `timeout` and the `signal` of its call. They are watched while it waits.
 */
export class SendLimits {
  /** In milliseconds. */
  readonly timeout: number;
  readonly #signal: AbortSignal | undefined;
  /** When the call was made, if the timeout begins before it is watched. */
  readonly #began: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Removes the listener from the signal. */
  #detach: (() => void) | undefined;

  /** @param began When the timeout begins, by the clock of `performance`. Default when it is watched. */
  constructor(timeout: number, signal: AbortSignal | undefined, began?: number) {
    this.timeout = timeout;
    this.#signal = signal;
    this.#began = began;
  }

  /**
   * @param late Called when the time is over.
   * @param aborted Called when the signal is aborted.
   */
  watch(late: () => void, aborted: (reason: unknown) => void): void {
    if (this.timeout !== Infinity) {
      const now = performance.now();
      this.#timer = setTimeout(late, Math.max(0, this.timeout - (now - (this.#began ?? now))));
      // The process is kept alive by a program that awaits the send, not by its timer.
      unref(this.#timer);
    }
    if (this.#signal !== undefined) this.#detach = onAbort(this.#signal, aborted);
  }

  /** The send is settled. */
  release(): void {
    clearTimeout(this.#timer);
    this.#detach?.();
  }
}

/**
 * The limits that the options of a `send` set; `undefined` when they set none.
 *
 * @param sendTimeout The option of the socket.
 * @throws ZMQError `EINVAL` for wrong options; the reason of a signal that is aborted.
 */
export function sendLimits(options: WaitOptions, sendTimeout: number): SendLimits | undefined {
  checkCallOptions('send', options, WAIT_OPTION_CHECKS);
  const { timeout, signal } = options;
  signal?.throwIfAborted();
  return timeout === undefined && signal === undefined ? undefined : new SendLimits(timeout ?? sendTimeout, signal);
}
