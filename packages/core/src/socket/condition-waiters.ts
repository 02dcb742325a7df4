import type { ZMQError } from '../errors/zmq-error.js';
import type { WaitOptions } from '../options/timing.js';
import { onAbort } from '../events/abort-listeners.js';
import { timeoutError } from './errors.js';
import { keepAlive } from '../runtime/keep-alive.js';
import { clearTimeout, setTimeout } from '../runtime/timers.js';

/** What a condition rejects with until its error is created. */
const TIMED_OUT = Symbol('timed out');

interface WaitingCondition {
  readonly holds: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  release: () => void;
}

/** Promises that resolve once something has become true: enough peers, a subscriber. */
export class Conditions {
  readonly #waiting = new Set<WaitingCondition>();
  readonly #changed: (waiting: boolean) => void;
  readonly #connectionFailure: () => Error | undefined;

  /**
   * @param changed Called when the first condition begins to wait, and when the last has stopped.
   * @param connectionFailure Why no peer is connected, if none is and the reason is known.
   */
  constructor(changed: (waiting: boolean) => void, connectionFailure: () => Error | undefined) {
    this.#changed = changed;
    this.#connectionFailure = connectionFailure;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** @param options Checked by the caller, who knows which others there are. */
  wait(holds: () => boolean, what: string, options: WaitOptions): Promise<void> {
    try {
      options.signal?.throwIfAborted();
      if (holds()) return Promise.resolve();
    } catch (error) {
      return Promise.reject(error);
    }
    const { timeout = Infinity, signal } = options;
    const late = (): ZMQError => timeoutError(what, timeout, this.#connectionFailure());
    if (timeout === 0) return Promise.reject(late());
    const waiting = new Promise<void>((resolve, reject) => {
      const entry: WaitingCondition = { holds, resolve, reject, release: () => {} };
      const timer = timeout === Infinity ? undefined : setTimeout(() => this.#fail(entry, TIMED_OUT), timeout);
      const detach = signal === undefined ? undefined : onAbort(signal, (reason) => this.#fail(entry, reason));
      entry.release = () => {
        if (timer !== undefined) clearTimeout(timer);
        detach?.();
        keepAlive.release();
      };
      keepAlive.acquire();
      this.#waiting.add(entry);
      if (this.#waiting.size === 1) this.#changed(true);
    });
    // Created here, the stack of the error leads to the `await` of the caller; created in the timer, it would not.
    return waiting.catch((error: unknown) => {
      throw error === TIMED_OUT ? late() : error;
    });
  }

  /** Looks at all conditions again. */
  check(): void {
    for (const entry of this.#waiting) {
      if (entry.holds()) this.#leave(entry).resolve();
    }
  }

  /** Rejects all that wait. */
  fail(error: ZMQError): void {
    for (const entry of this.#waiting) this.#fail(entry, error);
  }

  #fail(entry: WaitingCondition, error: unknown): void {
    if (this.#waiting.has(entry)) this.#leave(entry).reject(error);
  }

  #leave(entry: WaitingCondition): WaitingCondition {
    this.#waiting.delete(entry);
    entry.release();
    if (this.#waiting.size === 0) this.#changed(false);
    return entry;
  }
}
