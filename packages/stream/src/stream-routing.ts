import type { Message, Outgoing, Pipe, Routing, RoutingHost } from '@zeromq-ts/core/spi';
import { FairQueue, framesInPlace, messageOfSharedFrames, PeerTable, RingQueue, ZMQError } from '@zeromq-ts/core/spi';
import type { STREAM_OPTIONS } from './stream-options.js';

const NOTHING = new Uint8Array(0);

/**
 * How a STREAM routes (zmq_socket(3), "Native pattern"): bytes of its connections in turn, with the id of the connection
 * before them; out to the connection that the first frame names, which an empty body ends.
 */
export class StreamRouting implements Routing {
  readonly #context: RoutingHost<typeof STREAM_OPTIONS>;
  readonly #peers = new PeerTable();
  readonly #incoming = new FairQueue();
  readonly #notices = new RingQueue<Message>();
  /** Connections that the peer has ended, and of which not everything has been received. */
  readonly #ended = new Set<Pipe>();

  constructor(context: RoutingHost<typeof STREAM_OPTIONS>) {
    this.#context = context;
  }

  get held(): number {
    return this.#notices.length;
  }

  checkRoutingId(id: Uint8Array): void {
    if (this.#peers.find(id) === undefined) return;
    throw new ZMQError('EINVAL', 'Another connection has this routing id. Choose another id for this endpoint.');
  }

  routingIdOf(pipe: Pipe): Uint8Array | undefined {
    return this.#peers.routingIdOf(pipe);
  }

  attached(pipe: Pipe): void {
    if (pipe.assignedRoutingId === undefined) this.#peers.assignAny(pipe);
    else this.#peers.assign(pipe, pipe.assignedRoutingId);
  }

  established(pipe: Pipe): void {
    if (this.#ended.delete(pipe)) this.#notice(pipe);
    this.#notice(pipe);
  }

  /** More of a connection that takes nothing may still come. */
  lost(pipe: Pipe): void {
    if (pipe.readable || pipe.linked === true) this.#ended.add(pipe);
    else this.#notice(pipe);
  }

  /** Its connection has ended for good; what has come over it still has its id. */
  retired(pipe: Pipe): void {
    this.#peers.release(pipe);
  }

  detached(pipe: Pipe): void {
    this.#incoming.remove(pipe);
    if (this.#ended.delete(pipe)) this.#notice(pipe);
    this.#peers.remove(pipe);
  }

  readable(pipe: Pipe): void {
    this.#incoming.add(pipe);
  }

  writable(): void {}

  send(message: Outgoing): boolean {
    if (typeof message === 'string' || message instanceof Uint8Array || message.length !== 2) throw notTwoFrames();
    const [id, body] = message as readonly [string | Uint8Array, string | Uint8Array];
    const pipe = this.#peers.find(id);
    if (pipe === undefined) throw noSuchConnection();
    if (body.length === 0) {
      this.#peers.release(pipe);
      pipe.end?.();
      return true;
    }
    if (!pipe.writable) return false;
    pipe.write(body);
    return true;
  }

  hasMessage(): boolean {
    return this.#notices.length > 0 || this.#incoming.current !== undefined;
  }

  receive(): Message | undefined {
    const notice = this.#notices.shift();
    if (notice !== undefined) return notice;
    const pipe = this.#incoming.next();
    const message = pipe?.read();
    if (pipe === undefined || message === undefined) return undefined;
    const id = this.#peers.idOf(pipe);
    if (id === undefined) return undefined;
    if (!pipe.readable && pipe.linked !== true && this.#ended.delete(pipe)) this.#notice(pipe);
    return messageOfSharedFrames([id, ...framesInPlace(message)], message.peer, true);
  }

  /** A connection was made, or has ended. */
  #notice(pipe: Pipe): void {
    const id = this.#peers.idOf(pipe);
    if (id === undefined || !this.#context.options.notify) return;
    this.#notices.push(messageOfSharedFrames([id, NOTHING], pipe.peer, true));
    this.#context.readable();
  }
}

function notTwoFrames(): ZMQError {
  return new ZMQError(
    'EINVAL',
    'A message of a ZMQStream has two frames: the id of the connection, and the bytes for it, or none to end it.',
  );
}

function noSuchConnection(): ZMQError {
  return new ZMQError('EHOSTUNREACH', 'No connection has this id: it has ended, or has never been there.');
}
