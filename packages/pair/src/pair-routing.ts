import type { Message, Outgoing, Pipe, Routing, RoutingContext } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';

/**
 * How a PAIR routes (RFC 31): one peer, which is the first that is there, or that it has connected to. Others are
 * refused when they arrive; who tries again has the place once it is free.
 */
export class PairRouting implements Routing {
  readonly #context: RoutingContext;
  #partner: Pipe | undefined;
  /** Endpoints that were connected while the place was taken. */
  readonly #others = new Set<Pipe>();

  constructor(context: RoutingContext) {
    this.#context = context;
  }

  attached(pipe: Pipe): void {
    if (this.#partner === undefined) this.#partner = pipe;
    else this.#others.add(pipe);
  }

  greeted(pipe: Pipe): void {
    if (pipe === this.#partner) return;
    pipe.drop(new ZMQError('ECONNREFUSED', 'This ZMQPair has a peer already. It talks to one at a time.'));
  }

  detached(pipe: Pipe): void {
    this.#others.delete(pipe);
    if (pipe !== this.#partner) return;
    this.#partner = undefined;
    for (const next of this.#others) {
      this.#others.delete(next);
      this.#partner = next;
      this.#context.writable();
      return;
    }
  }

  readable(): void {}

  writable(): void {}

  send(message: Outgoing): boolean {
    const partner = this.#partner;
    if (partner === undefined || !partner.writable) return false;
    partner.write(message);
    return true;
  }

  receive(): Message | undefined {
    return this.#partner?.read();
  }
}
