import type { Outgoing, PeerCommand, Pipe, Routing } from '@zeromq-ts/core/spi';
import { LoadBalancer } from '@zeromq-ts/core/spi';
import { CREDIT, creditOf, MAX_CREDIT_MESSAGES } from './credit.js';

/**
 * How a PUSH with the strategy `'credit'` routes: each message to a peer that has allowed it, those that have waited
 * longest first. A peer that allows nothing is sent nothing.
 */
export class CreditPushRouting implements Routing {
  readonly #outgoing = new LoadBalancer();
  /**
   * How many messages each peer has allowed and was not sent. Below 0: messages that it gets and has not allowed, because
   * they were written for an earlier connection.
   */
  readonly #credit = new Map<Pipe, number>();

  attached(): void {}

  /** What the last connection has not taken goes out over this one. */
  established(pipe: Pipe): void {
    const { outgoing = 0 } = pipe;
    if (outgoing > 0) this.#credit.set(pipe, -outgoing);
  }

  lost(pipe: Pipe): void {
    this.#forget(pipe);
  }

  retired(pipe: Pipe): void {
    this.#forget(pipe);
  }

  /** Credit of a peer that came while its connection was being closed. */
  detached(pipe: Pipe): void {
    this.#forget(pipe);
  }

  /** A PULL sends nothing; what comes all the same is thrown away at once, so that it holds no memory. */
  readable(pipe: Pipe): void {
    while (pipe.read() !== undefined);
  }

  writable(pipe: Pipe): void {
    if ((this.#credit.get(pipe) ?? 0) > 0) this.#outgoing.add(pipe);
  }

  peerCommand(pipe: Pipe, { name, data }: PeerCommand): void {
    const more = name === CREDIT ? creditOf(data) : 0;
    if (more > 0) this.#allow(pipe, more);
  }

  /** What the peer never gets, it does not answer with credit. */
  unsent(pipe: Pipe, count: number): void {
    if (pipe.live) this.#allow(pipe, count);
  }

  #allow(pipe: Pipe, more: number): void {
    const credit = Math.min((this.#credit.get(pipe) ?? 0) + more, MAX_CREDIT_MESSAGES);
    this.#credit.set(pipe, credit);
    if (credit > 0) this.#outgoing.add(pipe);
  }

  send(message: Outgoing): boolean {
    const pipe = this.#outgoing.next();
    if (pipe === undefined) return false;
    pipe.write(message);
    const left = (this.#credit.get(pipe) ?? 0) - 1;
    if (left > 0) this.#credit.set(pipe, left);
    else this.#forget(pipe);
    return true;
  }

  hasRoom(): boolean {
    return this.#outgoing.current !== undefined;
  }

  receive(): undefined {
    return undefined;
  }

  #forget(pipe: Pipe): void {
    this.#credit.delete(pipe);
    this.#outgoing.remove(pipe);
  }
}
