import type { Message, Outgoing, Pipe, Routing, RoutingHost } from '@zeromq-ts/core/spi';
import { FairQueue, framesInPlace, LoadBalancer, PassedOver, randomUint32, ZMQError } from '@zeromq-ts/core/spi';
import { envelopeLength, REQUEST_ID_BYTES, unwrap, wrap } from './request-envelope.js';
import type { REQUEST_OPTIONS } from './request-options.js';

interface Request {
  readonly pipe: Pipe;
  /** Absent on a request without an id. */
  readonly id: Uint8Array | undefined;
  /** As it was written. */
  readonly written: Outgoing;
  /** The connection that it was sent over is gone. What came over it is read, and then it is lost. */
  cut: boolean;
  /** The number of unread messages from the peer before the request was sent: none of them is the reply. */
  stale: number;
}

type RequestContext = RoutingHost<typeof REQUEST_OPTIONS>;

/**
 * The routing of a REQ (RFC 28): each request goes to the next peer with room, and a reply is accepted only from that
 * peer.
 *
 * A request that was given up may still be answered, and the late reply looks like any other. So it must not be able to
 * arrive:
 *
 * ```
 * given up ──not sent yet──────────→ taken back
 *          ──has an id (correlate)─→ a late reply brings that id, and is thrown away
 *          ──has none──────────────→ its connection is ended, and the next request to this peer goes over another one
 * ```
 *
 * With a `routingId` a new connection does not help: a ROUTER finds this socket again under its name, and sends the late
 * reply there. Such a socket asks a peer that owes a reply with an id instead, until the reply has come.
 */
export class ReqRouting implements Routing {
  readonly #context: RequestContext;
  readonly #outgoing = new LoadBalancer();
  readonly #incoming = new FairQueue();
  readonly #passedOver: PassedOver;
  /** With a `routingId`: outstanding late replies without an id. */
  readonly #owed = new Map<Pipe, number>();
  /** Peers whose connection was ended, until they have another one. They are asked when no other peer can be. */
  readonly #renewed = new Set<Pipe>();
  #request: Request | undefined;
  /** The request that was lost, until the next one is sent. */
  #lost: Request | undefined;
  #nextId = randomUint32();

  constructor(context: RequestContext) {
    this.#context = context;
    this.#passedOver = new PassedOver(() => context.readable());
  }

  /** With a name of our own, a ROUTER can answer over the next connection what it was asked over the last. */
  get #named(): boolean {
    return this.#context.options.routingId !== undefined;
  }

  attached(pipe: Pipe): void {
    this.#outgoing.add(pipe);
  }

  established(pipe: Pipe): void {
    this.#renewed.delete(pipe);
    this.#outgoing.add(pipe);
    if (this.#context.options.probeRouter && pipe.writable) pipe.write('');
  }

  lost(pipe: Pipe): void {
    const request = this.#request;
    if (request?.pipe !== pipe || this.#named) return;
    // It may not have left yet: then it waits for the next connection.
    if (pipe.recall(request.written)) pipe.write(request.written);
    else if (pipe.readable) request.cut = true;
    else this.#lose(request);
  }

  retired(pipe: Pipe): void {
    this.#renewed.delete(pipe);
    this.#outgoing.remove(pipe);
    const request = this.#request;
    if (request?.pipe !== pipe) return;
    // The reply could not be received: do not send the request.
    if (pipe.recall(request.written)) this.#context.dropped('disconnected', 1, pipe);
    if (pipe.readable) request.cut = true;
    else this.#lose(request);
  }

  detached(pipe: Pipe): void {
    this.#incoming.remove(pipe);
    this.#owed.delete(pipe);
    this.#renewed.delete(pipe);
    const request = this.#request;
    if (request?.pipe === pipe) this.#lose(request);
  }

  readable(pipe: Pipe): void {
    this.#incoming.add(pipe);
  }

  writable(pipe: Pipe): void {
    this.#outgoing.add(pipe);
  }

  send(message: Outgoing): boolean {
    // With `relaxed`, requests that waited together are sent one after the other, and each gives up the one before.
    if (this.#request !== undefined && this.#request.id === undefined) this.abandonRequest();
    this.#request = undefined;
    this.#lost = undefined;
    const pipe = this.#outgoing.next() ?? this.#nextRenewed();
    if (pipe === undefined) return false;
    // A reply that it owes may have come: then the request needs no id.
    while (this.#owed.has(pipe) && pipe.readable) this.#read(pipe);
    const id = this.#context.options.correlate || this.#owed.has(pipe) ? this.#makeId() : undefined;
    const written = wrap(message, id);
    pipe.write(written);
    this.#request = { pipe, id, written, cut: false, stale: pipe.unread };
    return true;
  }

  receive(): Message | undefined {
    for (let pipe = this.#incoming.next(); pipe !== undefined; pipe = this.#incoming.next()) {
      const reply = this.#read(pipe);
      if (reply !== undefined) return reply;
      if (!this.#passedOver.add()) return undefined;
    }
    return undefined;
  }

  hasRoom(): boolean {
    return (this.#outgoing.current ?? this.#nextRenewed()) !== undefined;
  }

  hasMessage(): boolean {
    for (let pipe = this.#incoming.current; pipe !== undefined; pipe = this.#incoming.current) {
      if (this.#isReply(pipe, pipe.peek() as Message)) return true;
      this.#read(pipe);
      if (!this.#passedOver.add()) return false;
    }
    return false;
  }

  abandonRequest(): void {
    const request = this.#request;
    this.#lost = undefined;
    if (request === undefined) return;
    this.#request = undefined;
    const { pipe, id, written } = request;
    if (pipe.recall(written)) {
      // It has never left: there is nothing to be answered, and there is room again.
      this.#outgoing.add(pipe);
    } else if (id === undefined && this.#named) {
      this.#owed.set(pipe, (this.#owed.get(pipe) ?? 0) + 1);
    } else if (id === undefined && !request.cut) {
      this.#outgoing.remove(pipe);
      this.#renewed.add(pipe);
      pipe.renew(givenUp());
    }
  }

  /** One whose old connection is gone: what is sent to it waits for the next one. */
  #nextRenewed(): Pipe | undefined {
    for (const pipe of this.#renewed) if (!pipe.live && pipe.writable) return pipe;
    return undefined;
  }

  /** Reads a message, and returns the body when it is the reply. */
  #read(pipe: Pipe): Message | undefined {
    const reply = this.#readReply(pipe);
    const request = this.#request;
    if (request?.cut === true && request.pipe === pipe && !pipe.readable) this.#lose(request);
    return reply;
  }

  #readReply(pipe: Pipe): Message | undefined {
    const message = pipe.read();
    if (message === undefined) return undefined;
    const request = this.#request;
    const stale = request?.pipe === pipe && request.stale > 0;
    if (stale) request.stale--;
    const envelope = envelopeLength(message);
    if (envelope === 0) {
      // Alone, an empty frame is the probe of a ROUTER.
      if (message.length > 1 || message.size > 0) pipe.drop(malformed());
      return undefined;
    }
    if (request?.pipe === pipe && !stale && isFor(request, message, envelope)) {
      this.#request = undefined;
      return unwrap(message, envelope);
    }
    if (envelope === 1) this.#paid(pipe);
    return undefined;
  }

  /** Whether the message that comes next is the reply. */
  #isReply(pipe: Pipe, message: Message): boolean {
    const request = this.#request;
    if (request?.pipe !== pipe || request.stale > 0) return false;
    const envelope = envelopeLength(message);
    return envelope > 0 && isFor(request, message, envelope);
  }

  /** No reply can arrive. */
  #lose(request: Request): void {
    if (this.#request !== request) return;
    this.#request = undefined;
    // A peer that finds this socket by its name may still answer, and is asked again only after the timeout.
    if (this.#named) return;
    this.#lost = request;
    this.#context.requestLost(() => this.#lost === request);
  }

  #paid(pipe: Pipe): void {
    const owed = this.#owed.get(pipe) ?? 0;
    if (owed > 1) this.#owed.set(pipe, owed - 1);
    else this.#owed.delete(pipe);
  }

  #makeId(): Uint8Array {
    const id = new Uint8Array(REQUEST_ID_BYTES);
    new DataView(id.buffer).setUint32(0, this.#nextId);
    this.#nextId = (this.#nextId + 1) >>> 0;
    return id;
  }
}

function isFor({ id }: Request, reply: Message, envelope: number): boolean {
  if (id === undefined) return envelope === 1;
  if (envelope !== 2) return false;
  const frame = framesInPlace(reply)[0] as Uint8Array;
  return id.every((byte, index) => byte === frame[index]);
}

function givenUp(): ZMQError {
  return new ZMQError(
    'ECANCELED',
    'The request sent over this connection was given up. The connection was ended, so that a late reply is not taken ' +
      'for the reply to another request. With the option correlate it is kept.',
  );
}

function malformed(): ZMQError {
  return new ZMQError(
    'EPROTO',
    'The peer of a REQ has sent a reply without the empty delimiter, or with nothing after it.',
  );
}
