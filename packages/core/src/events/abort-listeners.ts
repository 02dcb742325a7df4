import { SmallSet } from '../queue/small-set.js';

type AbortListener = (reason: unknown) => void;

/** The listeners of one signal. The signal itself has one listener while there is at least one of these. */
class SignalListeners {
  readonly #signal: AbortSignal;
  readonly #listeners = new SmallSet<AbortListener>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(listener: AbortListener): void {
    if (this.#listeners.size === 0) this.#signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#listeners.add(listener);
  }

  remove(listener: AbortListener): void {
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) {
      this.#signal.removeEventListener('abort', this.#onAbort);
    }
  }

  readonly #onAbort = (): void => {
    const { reason } = this.#signal;
    for (const listener of this.#listeners.members()) if (this.#listeners.delete(listener)) listener(reason);
  };
}

const listenersOfSignals = new WeakMap<AbortSignal, SignalListeners>();

/**
 * Calls back when a signal is aborted. `removeEventListener` of an `AbortSignal` searches all listeners of the signal,
 * so removing n of them costs O(n²); here each removal costs O(1).
 *
 * @param listener Called at most once, with the reason of the signal. Pass a new function to each call of `onAbort`.
 * @returns Removes the listener. It may be called more than once.
 */
export function onAbort(signal: AbortSignal, listener: AbortListener): () => void {
  let listeners = listenersOfSignals.get(signal);
  if (listeners === undefined) {
    listeners = new SignalListeners(signal);
    listenersOfSignals.set(signal, listeners);
  }
  const added = listeners;
  added.add(listener);
  return () => added.remove(listener);
}
