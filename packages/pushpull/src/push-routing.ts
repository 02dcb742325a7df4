import type { Outgoing, Pipe, Routing } from '@zeromq-ts/core/spi';
import { LoadBalancer } from '@zeromq-ts/core/spi';

/** How a PUSH routes (RFC 30): each message to the next of its peers that has room. */
export class PushRouting implements Routing {
  readonly #outgoing = new LoadBalancer();

  attached(pipe: Pipe): void {
    this.#outgoing.add(pipe);
  }

  retired(pipe: Pipe): void {
    this.#outgoing.remove(pipe);
  }

  detached(): void {}

  /** A PULL sends nothing; what comes all the same is thrown away at once, so that it holds no memory. */
  readable(pipe: Pipe): void {
    while (pipe.read() !== undefined);
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

  receive(): undefined {
    return undefined;
  }
}
