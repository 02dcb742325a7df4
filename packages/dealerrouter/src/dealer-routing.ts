import type { Message, Outgoing, Pipe, Routing, RoutingHost } from '@zeromq-ts/core/spi';
import { FairQueue, LoadBalancer } from '@zeromq-ts/core/spi';
import type { DEALER_OPTIONS } from './dealer-options.js';
import { probes } from './probe.js';

type DealerContext = RoutingHost<typeof DEALER_OPTIONS>;

/** How a DEALER routes (RFC 28): out to its peers in turn, in from its peers in turn, messages as they are. */
export class DealerRouting implements Routing {
  readonly #outgoing = new LoadBalancer();
  readonly #incoming = new FairQueue();
  readonly #context: DealerContext;

  constructor(context: DealerContext) {
    this.#context = context;
  }

  attached(pipe: Pipe): void {
    this.#outgoing.add(pipe);
  }

  established(pipe: Pipe): void {
    if (probes(this.#context.options) && pipe.writable) pipe.write('');
  }

  retired(pipe: Pipe): void {
    this.#outgoing.remove(pipe);
  }

  detached(pipe: Pipe): void {
    this.#incoming.remove(pipe);
  }

  readable(pipe: Pipe): void {
    this.#incoming.add(pipe);
  }

  writable(pipe: Pipe): void {
    this.#outgoing.add(pipe);
  }

  send(message: Outgoing): boolean {
    return this.#outgoing.send(message);
  }

  hasRoom(): boolean {
    return this.#outgoing.current !== undefined;
  }

  hasMessage(): boolean {
    return this.#incoming.current !== undefined;
  }

  receive(): Message | undefined {
    return this.#incoming.next()?.read();
  }
}
