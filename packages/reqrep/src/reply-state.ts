import type { SendReceiveState, SendReceiveHost } from '@zeromq-ts/core/spi';

/**
 * The order of a REP (RFC 28, "The REP Socket Type"): receive a request, send its reply, and so on.
 *
 * ```
 *             request delivered    reply sent    reply failed
 *  free       owing                ignored       –
 *  owing      (waits)              free          owing
 * ```
 */
export class ReplyState implements SendReceiveState {
  readonly sendExpectation = 'A ZMQReply answers requests: receive one before sending the reply to it.';
  readonly #context: SendReceiveHost;
  #owing = false;

  constructor(context: SendReceiveHost) {
    this.#context = context;
  }

  get pending(): boolean {
    return this.#owing;
  }

  beginSend(): boolean {
    if (!this.#owing) return false;
    this.#owing = false;
    return true;
  }

  maySend(): boolean {
    return this.#owing;
  }

  failSend(): void {
    this.#owing = true;
  }

  receiveRefusal(): string | undefined {
    if (!this.#owing) return undefined;
    return 'This ZMQReply owes a reply: send it before receiving the next request.';
  }

  mayDeliver(): boolean {
    // The next request may not be taken before the reply to the last one has left.
    return !this.#owing && this.#context.waitingSends === 0;
  }

  delivered(): void {
    this.#owing = true;
  }
}
