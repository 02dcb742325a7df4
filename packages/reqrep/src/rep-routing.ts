import type { Message, Outgoing, Pipe, Routing, RoutingHost } from '@zeromq-ts/core/spi';
import { FairQueue, PassedOver, framesInPlace } from '@zeromq-ts/core/spi';
import { unwrap } from './request-envelope.js';

/**
 * How a REP routes (RFC 28): requests from its peers in turn, and the reply to the peer whose request was received
 * last, behind the envelope that it came in.
 */
export class RepRouting implements Routing {
  readonly #context: RoutingHost;
  readonly #incoming = new FairQueue();
  readonly #passedOver: PassedOver;
  #origin: Pipe | undefined;
  /** Addresses, put there by the sockets on the way, and the empty delimiter. */
  #envelope: Uint8Array[] = [];

  constructor(context: RoutingHost) {
    this.#context = context;
    this.#passedOver = new PassedOver(() => context.readable());
  }

  attached(): void {}

  /** A reply belongs to the connection of its request, and does not go to the next peer at the endpoint. */
  survives(): boolean {
    return false;
  }

  detached(pipe: Pipe): void {
    this.#incoming.remove(pipe);
    if (this.#origin === pipe) this.#origin = undefined;
  }

  readable(pipe: Pipe): void {
    this.#incoming.add(pipe);
  }

  writable(): void {}

  send(message: Outgoing): boolean {
    const origin = this.#origin;
    if (origin?.writable === true) {
      const reply: (string | Uint8Array)[] = this.#envelope;
      const envelopeLength = reply.length;
      if (typeof message === 'string' || message instanceof Uint8Array) {
        reply.push(message);
      } else {
        for (const frame of message) reply.push(frame);
      }
      try {
        origin.write(reply);
      } catch (error) {
        // The requester is still owed a reply: a smaller one can follow.
        reply.length = envelopeLength;
        throw error;
      }
    } else if (origin?.live === true) {
      this.#context.dropped('full', 1, origin);
    } else {
      this.#context.dropped('unroutable', 1);
    }
    this.#origin = undefined;
    this.#envelope = [];
    return true;
  }

  hasMessage(): boolean {
    for (let pipe = this.#incoming.current; pipe !== undefined; pipe = this.#incoming.current) {
      if (envelopeOf(pipe.peek() as Message) !== undefined) return true;
      pipe.read();
      if (!this.#passedOver.add()) return false;
    }
    return false;
  }

  receive(): Message | undefined {
    for (let pipe = this.#incoming.next(); pipe !== undefined; pipe = this.#incoming.next()) {
      const message = pipe.read();
      if (message === undefined) continue;
      const envelope = envelopeOf(message);
      // Not a request: dropped without a word, like the probe of a ROUTER.
      if (envelope === undefined) {
        if (this.#passedOver.add()) continue;
        return undefined;
      }
      this.#origin = pipe;
      this.#envelope = envelope;
      return unwrap(message, envelope.length);
    }
    return undefined;
  }
}

/** The frames up to the first empty one; undefined when there is none, or nothing after it. */
function envelopeOf(message: Message): Uint8Array[] | undefined {
  const envelope: Uint8Array[] = [];
  const frames = framesInPlace(message);
  for (let index = 0; index < frames.length - 1; index++) {
    const frame = frames[index] as Uint8Array;
    envelope.push(frame);
    if (frame.byteLength === 0) return envelope;
  }
  return undefined;
}
