import type { Exchange } from '@zeromq-ts/core/spi';
import type { SendQueue } from './send-queue.js';
import { NO_SENDS } from './send-queue.js';

/**
 * The order of a REP (RFC 28, "The REP Socket Type"): receive a request, send its reply, and so on.
 *
 * ```
 *             request delivered    reply sent    reply failed
 *  free       owing                ignored       –
 *  owing      (waits)              free          owing
 * ```
 */
export class RepExchange implements Exchange {
  readonly sendExpectation = 'A ZMQReply answers requests: receive one before sending the reply to it.';
  /** Set by the socket: the next request may not be taken before the reply to the last one has left. */
  sends: SendQueue = NO_SENDS;
  #owing = false;

  beginSend(): boolean {
    if (!this.#owing) return false;
    this.#owing = false;
    return true;
  }

  failSend(): void {
    this.#owing = true;
  }

  receiveRefusal(): string | undefined {
    if (!this.#owing) return undefined;
    return 'This ZMQReply owes a reply: send it before receiving the next request.';
  }

  mayDeliver(): boolean {
    return !this.#owing && this.sends.waiting === 0;
  }

  delivered(): void {
    this.#owing = true;
  }
}
