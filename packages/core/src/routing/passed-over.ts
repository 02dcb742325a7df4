import { queueMicrotask } from '../runtime/timers.js';

/** The most messages that are passed over in one call of `Routing.receive`. */
const MAX_PASSED_OVER = 64;

/**
 * Limits how many messages that are not for the application a routing skips in one call. Peers can send any number of
 * them, and a loop over all would block the event loop. After some of them, the routing reports that there is no
 * message, and notifies the socket to ask again, which counts as another operation of its turn.
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
    // Later: the caller starts to wait only after it got no message.
    queueMicrotask(this.#again);
    return false;
  }
}
