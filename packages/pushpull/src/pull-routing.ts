import type { Message, Pipe, Routing } from '@zeromq-ts/core/spi';
import { FairQueue } from '@zeromq-ts/core/spi';

/** How a PULL routes (RFC 30): its peers have turns of one message. */
export class PullRouting implements Routing {
  protected readonly incoming = new FairQueue();

  attached(): void {}

  detached(pipe: Pipe): void {
    this.incoming.remove(pipe);
  }

  readable(pipe: Pipe): void {
    this.incoming.add(pipe);
  }

  writable(): void {}

  /** A PULL never sends. */
  send(): boolean {
    return false;
  }

  hasMessage(): boolean {
    return this.incoming.current !== undefined;
  }

  receive(): Message | undefined {
    return this.incoming.next()?.read();
  }
}
