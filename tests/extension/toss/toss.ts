import type { SocketOptions } from '@zeromq-ts/core';
import type {
  Message,
  OptionRules,
  Outgoing,
  Pipe,
  Routing,
  RoutingHost,
  SocketTypeDefinition,
} from '@zeromq-ts/core/spi';
import {
  DuplexSocket,
  FairQueue,
  flagOption,
  integerOption,
  LoadBalancer,
  registerSocketType,
} from '@zeromq-ts/core/spi';

/*
 * A socket type that is in no package of this repository, with options of its own: what CONTRIBUTING.md says under "How
 * to add a socket type" is all that it needs. A TOSS throws messages of one frame to one TOSS after another.
 */

/** Options of a `Toss`. */
export interface TossOptions extends SocketOptions {
  /** Drop a message of more bytes than this. Default 1000. */
  readonly heaviest?: number | undefined;
  /** Throw back what is received. Default false. */
  readonly returns?: boolean | undefined;
}

const TOSS_OPTIONS = {
  heaviest: integerOption(1000, 1, 1_000_000, 'bytes', { change: 'at once' }),
  returns: flagOption(),
} satisfies OptionRules<Omit<TossOptions, keyof SocketOptions>>;

class TossRouting implements Routing {
  readonly #context: RoutingHost<typeof TOSS_OPTIONS>;
  readonly #outgoing = new LoadBalancer();
  readonly #incoming = new FairQueue();

  constructor(context: RoutingHost<typeof TOSS_OPTIONS>) {
    this.#context = context;
  }

  attached(pipe: Pipe): void {
    this.#outgoing.add(pipe);
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
    const { heaviest } = this.#context.options;
    if (message.length > heaviest) {
      this.#context.dropped('too-large', 1);
      return true;
    }
    return this.#outgoing.send(message);
  }

  receive(): Message | undefined {
    const message = this.#incoming.next()?.read();
    if (message !== undefined && this.#context.options.returns) this.#outgoing.send(message.text());
    return message;
  }
}

/** Its definition. */
export const TOSS: SocketTypeDefinition<typeof TOSS_OPTIONS> = {
  seam: 'routing@2',
  type: 'TOSS',
  className: 'Toss',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['TOSS'],
  options: TOSS_OPTIONS,
  muteAction: 'block',
  multipart: false,
  routing: (context) => new TossRouting(context),
};

export class Toss extends DuplexSocket<Message, TossOptions> {
  constructor(endpoint?: string | readonly string[], options?: TossOptions) {
    super(TOSS, endpoint, options);
  }
}

declare module '@zeromq-ts/core' {
  interface SocketTypes {
    TOSS: typeof Toss;
  }
}

registerSocketType(TOSS, Toss);
