import type { SendReceiveState, SendReceiveHost } from '@zeromq-ts/core/spi';
import { connectionLost } from './connection-lost.js';
import type { REQUEST_OPTIONS } from './request-options.js';

type RequestContext = SendReceiveHost<typeof REQUEST_OPTIONS>;

/**
 * The order of a REQ (RFC 28, "The REQ Socket Type"): send a request, receive its reply, and so on.
 *
 * ```
 *             request sent    reply delivered    send failed, or given up
 *  idle       awaiting        –                  –
 *  awaiting   ignored (1)     idle               idle
 *
 *  (1) with the option `relaxed`: awaiting, and the request before is given up
 * ```
 *
 * While `request()` has the socket for itself (`reserved`), only what `admit` runs may send and receive.
 */
export class RequestState implements SendReceiveState {
  /** Whether `request()` has the socket for itself. */
  reserved = false;
  readonly #context: RequestContext;
  #awaiting = false;
  #lost = false;
  /** The request under way was sent with an id. */
  #correlated = false;
  #admitting = false;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  /** Whether a request is under way. */
  get awaiting(): boolean {
    return this.#awaiting;
  }

  get pending(): boolean {
    return this.#awaiting || this.reserved;
  }

  /** Whether the connection over which the request under way was sent is gone. */
  get lost(): boolean {
    return this.#awaiting && this.#lost;
  }

  get sendExpectation(): string {
    return this.reserved
      ? 'A request() is under way on this ZMQRequest: wait for it, or call request() again, which waits its turn.'
      : 'A request is under way on this ZMQRequest: receive the reply to it before sending the next one.';
  }

  beginSend(): boolean {
    if (this.#shut()) return false;
    const { options } = this.#context;
    if (this.#awaiting) {
      if (!options.relaxed) return false;
      // With request ids on the wire a late reply gives itself away (libzmq: ZMQ_REQ_CORRELATE).
      if (!this.#correlated) this.#context.abandonRequest();
    }
    this.#awaiting = true;
    this.#correlated = options.correlate;
    this.#lost = false;
    return true;
  }

  get waits(): boolean {
    return this.#context.options.waitForTurn && !this.#shut();
  }

  maySend(): boolean {
    return !this.#shut() && (!this.#awaiting || this.#context.options.relaxed);
  }

  failSend(): void {
    this.#awaiting = false;
  }

  receiveRefusal(): string | undefined {
    if (this.#shut()) return 'A request() is under way on this ZMQRequest, which receives the reply itself.';
    if (this.#awaiting || this.waits) return undefined;
    return 'This ZMQRequest has no request under way: send one before receiving its reply.';
  }

  mayDeliver(): boolean {
    // A reply can only come once the request has left.
    return this.#awaiting && this.#context.waitingSends === 0;
  }

  delivered(): void {
    this.#awaiting = false;
  }

  requestLost(): void {
    if (!this.#awaiting) return;
    this.#lost = true;
    // A plain receive() waits on: another send() is not its to make.
    if (this.reserved) this.#context.failReceives(connectionLost());
  }

  /** Abandons the pending request, if there is one; a reply to it is no longer accepted. */
  giveUp(): void {
    if (!this.#awaiting) return;
    this.#awaiting = false;
    this.#context.abandonRequest();
  }

  /** Lets `request()` itself send or receive. */
  admit<T>(operation: () => T): T {
    this.#admitting = true;
    try {
      return operation();
    } finally {
      this.#admitting = false;
    }
  }

  #shut(): boolean {
    return this.reserved && !this.#admitting;
  }
}
