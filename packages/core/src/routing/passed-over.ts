import { queueMicrotask } from '../runtime/timers.js';

/** The most messages that are passed over in one call of `Routing.receive`. */
const MAX_PASSED_OVER = 64;

/**
 * Bounds how many messages that are not for the application a routing passes over in one go. Peers send as many of them
 * as they like, and the loop over them would keep the event loop from turning. After some of them the routing says that
 * there is nothing; the socket is told to ask again, which counts as another operation of its turn.
 */
export class PassedOver {
  readonly #again: () => void;
  #left = MAX_PASSED_OVER;

  /** @param again Tells the socket that there may be something to receive. */
  constructor(again: () => void) {
    this.#again = again;
  }

  /** Another message is passed over. @returns false to stop here. */
  add(): boolean {
    if (--this.#left > 0) return true;
    this.#left = MAX_PASSED_OVER;
    // Later: whoever asks now begins to wait only when the answer is that there is nothing.
    queueMicrotask(this.#again);
    return false;
  }
}
