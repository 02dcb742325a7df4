import type { Outgoing, PeerCommand, Pipe, Routing } from '@zeromq-ts/core/spi';
import { LoadBalancer } from '@zeromq-ts/core/spi';
import { CREDIT, creditOf, MAX_CREDIT_MESSAGES } from './credit.js';

/**
 * How a PUSH with the strategy `'credit'` routes: each message to a peer that has allowed it, those that have waited
 * longest first. A peer that allows nothing is sent nothing.
 */
export class CreditPushRouting implements Routing {
  readonly #outgoing = new LoadBalancer();
  /** How many messages each peer has allowed and was not sent. */
  readonly #credit = new Map<Pipe, number>();

  attached(): void {}

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
    if (this.#credit.has(pipe)) this.#outgoing.add(pipe);
  }

  peerCommand(pipe: Pipe, { name, data }: PeerCommand): void {
    const more = name === CREDIT ? creditOf(data) : 0;
    if (more === 0) return;
    this.#credit.set(pipe, Math.min((this.#credit.get(pipe) ?? 0) + more, MAX_CREDIT_MESSAGES));
    this.#outgoing.add(pipe);
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
