import type { SendReceiveState, SendReceiveHost } from '@zeromq-ts/core/spi';
import type { TURN_OPTIONS } from './turn-options.js';

type ReplyContext = SendReceiveHost<typeof TURN_OPTIONS>;

/**
 * The order of a REP (RFC 28, "The REP Socket Type"): receive a request, send its reply, and so on.
 *
 * ```
 *             request delivered    reply sent    reply failed
 *  free       owing                ignored       –
 *  owing      (waits)              free          owing
 * ```
 *
 * With `waitForTurn`, a send that is ignored in `free` waits there, and a receive waits in `owing`.
 */
export class ReplyState implements SendReceiveState {
  readonly sendExpectation = 'A ZMQReply answers requests: receive one before sending the reply to it.';
  readonly #context: ReplyContext;
  #owing = false;

  constructor(context: ReplyContext) {
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

  get waits(): boolean {
    return this.#context.options.waitForTurn;
  }

  maySend(): boolean {
    return this.#owing;
  }

  failSend(): void {
    this.#owing = true;
  }

  receiveRefusal(): string | undefined {
    if (!this.#owing || this.waits) return undefined;
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
