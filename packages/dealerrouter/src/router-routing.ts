import type { Message, Outgoing, PeerInfo, Pipe, Routing, RoutingHost } from '@zeromq-ts/core/spi';
import { binaryKey, FairQueue, framesInPlace, messageOfSharedFrames, PeerTable } from '@zeromq-ts/core/spi';
import { DuplicateIdentities } from './duplicate-identities.js';
import { idInUse, noSuchPeer, queueFull } from './router-errors.js';
import { probes } from './probe.js';
import type { ROUTER_OPTIONS } from './router-options.js';

type RouterContext = RoutingHost<typeof ROUTER_OPTIONS>;

/**
 * How a ROUTER routes (RFC 28): in from its peers in turn, with the routing id of the peer before the message; out to
 * the peer that the first frame names.
 *
 * An id belongs to one peer at a time. Messages of another peer with the same id are not received until the first has
 * left; with the option `handover` the new peer takes over the id, and messages of the first are no longer received.
 */
export class RouterRouting implements Routing {
  readonly #context: RouterContext;
  readonly #peers = new PeerTable();
  readonly #namesakes = new DuplicateIdentities();
  readonly #incoming = new FairQueue();

  constructor(context: RouterContext) {
    this.#context = context;
  }

  checkRoutingId(id: Uint8Array): void {
    const holder = this.#peers.find(id);
    if (holder !== undefined && (holder.live || holder.assignedRoutingId !== undefined)) throw idInUse(id);
  }

  routingIdOf(pipe: Pipe): Uint8Array | undefined {
    return this.#peers.routingIdOf(pipe);
  }

  /** A peer without an id yet: no message can be sent to it, unless the application has given it one. */
  attached(pipe: Pipe): void {
    const { assignedRoutingId } = pipe;
    if (assignedRoutingId !== undefined && this.#peers.find(assignedRoutingId)?.live !== true) {
      this.#peers.assign(pipe, assignedRoutingId);
    }
  }

  established(pipe: Pipe): void {
    const routingId = pipe.assignedRoutingId ?? pipe.peer.routingId;
    this.#namesakes.remove(pipe);
    if (isChosen(routingId)) this.#claim(pipe, routingId);
    else if (this.#peers.idOf(pipe)?.[0] !== 0) this.#peers.assignAny(pipe);
    if (probes(this.#context.options) && pipe.writable) pipe.write('');
  }

  lost(pipe: Pipe): void {
    // Its messages will never be received: kept, they would add up with every connection that claims the same id.
    if (this.#namesakes.has(pipe)) {
      this.#namesakes.remove(pipe);
      pipe.drop();
      return;
    }
    const id = this.#peers.idOf(pipe);
    // A connected endpoint keeps its id between its connections, unless another peer is waiting for it.
    if (id !== undefined && this.#peers.find(id) === pipe) this.#passOn(id, pipe);
  }

  /** Messages queued for a peer are sent over the next connection only if the peer there has the same routing id. */
  survives(pipe: Pipe, next: PeerInfo | undefined): boolean {
    if (pipe.assignedRoutingId !== undefined) return true;
    const id = this.#peers.idOf(pipe);
    if (!isChosen(id)) return false;
    return next === undefined || (isChosen(next.routingId) && binaryKey(id) === binaryKey(next.routingId));
  }

  /** Its received messages still need the id of their sender, but no message is routed to it. */
  retired(pipe: Pipe): void {
    this.#namesakes.remove(pipe);
    this.#peers.release(pipe);
  }

  detached(pipe: Pipe): void {
    this.#incoming.remove(pipe);
    this.#peers.remove(pipe);
  }

  readable(pipe: Pipe): void {
    if (!this.#namesakes.has(pipe)) this.#incoming.add(pipe);
  }

  writable(): void {}

  send(message: Outgoing): boolean {
    // A name alone is no message (libzmq drops it, too).
    if (typeof message === 'string' || message instanceof Uint8Array || message.length < 2) return true;
    const id = message[0] as string | Uint8Array;
    const pipe = this.#peers.find(id);
    if (pipe !== undefined && pipe.writable) {
      pipe.write(message.length === 2 ? (message[1] as string | Uint8Array) : message.slice(1));
    } else if (pipe?.live === true) {
      if (this.#context.options.mandatory) throw queueFull(id);
      this.#context.dropped('full', 1, pipe);
    } else {
      if (this.#context.options.mandatory) throw noSuchPeer(id);
      this.#context.dropped('unroutable', 1);
    }
    return true;
  }

  receive(): Message | undefined {
    const pipe = this.#incoming.next();
    const message = pipe?.read();
    if (pipe === undefined || message === undefined) return undefined;
    const id = this.#peers.idOf(pipe);
    if (id === undefined) return undefined;
    const frames: Uint8Array[] = [id];
    for (const frame of framesInPlace(message)) frames.push(frame);
    return messageOfSharedFrames(frames, message.peer, true);
  }

  hasMessage(): boolean {
    return this.#incoming.current !== undefined;
  }

  #claim(pipe: Pipe, id: Uint8Array): void {
    const holder = this.#peers.find(id);
    // Whose connection is gone has left, even if what it sent is not read yet.
    if (holder !== undefined && holder !== pipe && holder.live) {
      const { handover } = this.#context.options;
      const silenced = handover ? holder : pipe;
      this.#context.duplicateRoutingId?.(pipe, holder, id, handover);
      this.#namesakes.add(silenced, id);
      this.#incoming.remove(silenced);
      if (silenced === pipe) {
        this.#peers.remove(pipe);
        return;
      }
    }
    this.#peers.assign(pipe, id);
  }

  /** The peer that had this id has left. */
  #passOn(id: Uint8Array, holder: Pipe): void {
    const namesakes = this.#namesakes.of(id);
    if (this.#context.options.handover) {
      // They were here before the one that has left, perhaps with a connection that is dead and does not know it yet:
      // who lives comes again.
      for (const pipe of namesakes) {
        this.#namesakes.remove(pipe);
        pipe.drop();
      }
      return;
    }
    const [next] = namesakes;
    if (next === undefined) return;
    this.#namesakes.remove(next);
    this.#peers.assign(next, id);
    this.#context.duplicateRoutingId?.(next, holder, id, true);
    if (!next.readable) return;
    this.#incoming.add(next);
    this.#context.readable();
  }
}

/** Whether a peer has named itself: with 1 to 255 bytes, the first of which is not 0 (RFC 37, "The Identity Property"). */
function isChosen(id: Uint8Array | undefined): id is Uint8Array {
  return id !== undefined && id.byteLength > 0 && id.byteLength <= 255 && id[0] !== 0;
}
