import type { ZMQError } from '../errors/zmq-error.js';
import type { WaitOptions } from '../options/timing.js';
import { onAbort } from '../events/abort-listeners.js';
import type { ConnectionState } from './connected-peers.js';
import { rejectionForAwaiters } from '../errors/caller-stack.js';
import { timeoutError } from './errors.js';
import { keepAlive } from '../runtime/keep-alive.js';
import { clearTimeout, setTimeout } from '../runtime/timers.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

interface WaitingCondition {
  readonly holds: () => boolean;
  readonly resolve: (outcome?: Promise<never>) => void;
  readonly reject: (error: unknown) => void;
  release: () => void;
}

/** Promises that resolve once something has become true: enough peers, a subscriber. */
export class Conditions {
  readonly #waiting = new Set<WaitingCondition>();
  readonly #changed: (waiting: boolean) => void;
  readonly #connectionState: () => ConnectionState;

  /**
   * @param changed Called when the first condition begins to wait, and when the last has stopped.
   * @param connectionState What is known of the connections.
   */
  constructor(changed: (waiting: boolean) => void, connectionState: () => ConnectionState) {
    this.#changed = changed;
    this.#connectionState = connectionState;
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
      return rejectWithinBudget(error);
    }
    const { timeout = Infinity, signal } = options;
    const late = (): ZMQError => timeoutError(what, timeout, this.#connectionState());
    if (timeout === 0) return rejectWithinBudget(late());
    return new Promise<void>((resolve, reject) => {
      const entry: WaitingCondition = { holds, resolve, reject, release: () => {} };
      const timer = timeout === Infinity ? undefined : setTimeout(() => this.#expire(entry, late()), timeout);
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

  #expire(entry: WaitingCondition, error: ZMQError): void {
    if (this.#waiting.has(entry)) this.#leave(entry).resolve(rejectionForAwaiters(error));
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
