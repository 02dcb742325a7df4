import type { DropReason, PeerInfo, SocketEventName, SocketEvents } from '../events/events.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { TotalWeight } from '../queue/weighed-queue.js';
import { clearTimeout, setTimeout, unref } from '../runtime/timers.js';
import type { LinkEvents, PeerLink } from '../transport/peer-link.js';
import type { DeferredNotifier } from './deferred-notifier.js';
import type { Dialer } from './dialer.js';
import type { DropCounter } from './drop-counter.js';
import type { PipeLimits } from './high-water-marks.js';
import type { PipeEvents } from './peer-pipe.js';
import { PeerPipe } from './peer-pipe.js';
import { PipePeer, type PipePeerHost } from './pipe-peer.js';
import type { SocketPeer } from './socket-peer.js';
import type { WatchedRouting } from './watched-routing.js';

/** How long a peer has to take the last bytes of a connection whose endpoint does not linger, in milliseconds. */
const MAX_FAREWELL_MS = 1000;

/** A connected endpoint, until all that was written to it has gone out. */
export interface ConnectedEndpoint {
  readonly dialer: Dialer;
  /** As they were when it was connected. */
  readonly options: ResolvedOptions;
  /** The pipe that is there over its connections, or of this one; the next connection may have another. */
  pipe: PeerPipe | undefined;
  /** Those of its connections so far, until each has been read to its end. */
  readonly pipes: Set<PeerPipe>;
  /** The id that the application has given the peer. */
  readonly routingId: Uint8Array | undefined;
  /** It was disconnected; it remains only for what its pipe has to deliver. */
  leaving: boolean;
}

/** Where a pipe comes from: a bound endpoint, or a connected one. */
interface Origin {
  readonly endpoint: string;
  readonly connected: ConnectedEndpoint | undefined;
  /** The connection, once it has been asked for. */
  peer?: PipePeer;
  /** Runs while the pipe is leaving: what has not gone out by then is dropped. */
  linger?: ReturnType<typeof setTimeout>;
}

/** What {@link RoutingPipes} need of their socket. */
export interface RoutingPipesHost {
  readonly routing: WatchedRouting;
  readonly notifier: DeferredNotifier;
  readonly drops: DropCounter;
  /** What has come in at all pipes. */
  readonly incomingTotal: TotalWeight;
  /** As they are now. */
  options(): ResolvedOptions;
  /** Whether the socket is being closed. */
  closing(): boolean;
  raise<N extends SocketEventName>(name: N, event: SocketEvents[N]): void;
  /** The link of a pipe is gone, after the routing was notified. */
  linkLost(pipe: PeerPipe, connected: ConnectedEndpoint | undefined, error: Error | undefined): void;
  /** The pipe of a disconnected endpoint has ended its linger without a link. */
  expired(connected: ConnectedEndpoint): void;
}

/** The pipes of one socket: each from its first connection, or its `connect`, until it has been read to its end. */
export class RoutingPipes {
  readonly #host: RoutingPipesHost;
  readonly #pipes = new Map<PeerPipe, Origin>();
  readonly #events: PipeEvents;
  readonly #peerHost: PipePeerHost;
  #discarding = false;
  #halted = false;

  constructor(host: RoutingPipesHost) {
    this.#host = host;
    const { routing, notifier, drops } = host;
    this.#peerHost = {
      routingIdOf: (pipe) => routing.routingIdOf(pipe),
      disconnect: (pipe, linger) => this.#disconnect(pipe, linger),
    };
    this.#events = {
      pipeReadable: (pipe) => {
        routing.readable(pipe);
        notifier.readable();
      },
      pipeWritable: (pipe) => routing.writable(pipe),
      pipeCommand: (pipe, command) => routing.peerCommand(pipe, command),
      pipeDropped: (pipe, reason, count) => {
        drops.add(reason, count, pipe);
        if (reason !== 'unread') routing.unsent(pipe, count);
      },
      pipeWriteClosed: (pipe) => this.#writeClosed(pipe),
      pipeLost: (pipe, peer, error) => this.#lost(pipe, peer, error),
      pipeEmptied: (pipe) => this.#detach(pipe),
    };
  }

  all(): Iterable<PeerPipe> {
    return this.#pipes.keys();
  }

  /** The peers whose connections stand. */
  peers(): SocketPeer[] {
    const peers: SocketPeer[] = [];
    for (const [pipe, origin] of this.#pipes) {
      if (!pipe.linked) continue;
      if (origin.peer?.connected !== true) origin.peer = new PipePeer(pipe, this.#peerHost);
      peers.push(origin.peer);
    }
    return peers;
  }

  /** Messages that wait in the pipes. */
  queued(): { incoming: number; outgoing: number } {
    let incoming = 0;
    let outgoing = 0;
    for (const pipe of this.#pipes.keys()) {
      incoming += pipe.unread;
      outgoing += pipe.outgoing;
    }
    return { incoming, outgoing };
  }

  /** @param confirms Whether data in the buffers of the system counts as well. */
  owesDelivery(confirms: boolean): boolean {
    for (const [pipe, { connected }] of this.#pipes) {
      if (connected?.dialer.waitsForBind === true) continue;
      if (!pipe.handedOver || (confirms && pipe.buffered)) return true;
    }
    return false;
  }

  /** @param options As they were when the endpoint was bound or connected. */
  open(endpoint: string, connected: ConnectedEndpoint | undefined, options: ResolvedOptions): PeerPipe {
    const peer = connected === undefined ? {} : { address: endpoint };
    // The options are those of pipes, by the same names.
    const limits: PipeLimits = {
      ...this.#host.options(),
      conflate: options.conflate === true,
      incomingTotal: this.#host.incomingTotal,
    };
    const pipe = new PeerPipe(this.#events, limits, endpoint, peer, connected?.routingId);
    if (this.#discarding) pipe.discard();
    else if (this.#halted) pipe.halt();
    this.#pipes.set(pipe, { endpoint, connected });
    connected?.pipes.add(pipe);
    return pipe;
  }

  /** A link is established, over a pipe that may have had others. @returns what stands above the link from now on. */
  adopt(pipe: PeerPipe, endpoint: string, link: PeerLink, isNew: boolean): LinkEvents {
    const { routing } = this.#host;
    pipe.adopt(link);
    this.#host.raise('handshake-succeeded', { endpoint, peer: link.peer });
    // A peer that connects while the socket is closing is not accepted.
    if (isNew && this.#host.closing()) pipe.leave();
    if (pipe.open) {
      if (isNew) routing.attached(pipe);
      routing.established(pipe);
    }
    pipe.start();
    return pipe;
  }

  /** Changes the limits of all pipes. */
  limit(options: ResolvedOptions): void {
    for (const pipe of this.#pipes.keys()) pipe.limit(options);
  }

  /** Stops reading; of pipes to come, too. What has come in can still be read. */
  halt(): void {
    this.#halted = true;
    for (const pipe of this.#pipes.keys()) pipe.halt();
  }

  /** Disconnects all peers: what has come in can still be read. */
  leaveAll(): void {
    this.#halted = true;
    for (const [pipe, origin] of this.#pipes) this.#leave(pipe, origin);
  }

  /** Stops reading, and drops received messages; of pipes to come, too. */
  discard(): void {
    this.#discarding = true;
    for (const pipe of this.#pipes.keys()) pipe.discard();
  }

  /** A bound endpoint was unbound: its peers are disconnected. */
  leaveBound(endpoint: string): void {
    for (const [pipe, origin] of this.#pipes) {
      if (origin.connected === undefined && origin.endpoint === endpoint) this.#leave(pipe, origin);
    }
  }

  /** A connected endpoint was disconnected. */
  leaveConnected(connected: ConnectedEndpoint): void {
    for (const pipe of connected.pipes) {
      const origin = this.#pipes.get(pipe);
      if (origin !== undefined) this.#leave(pipe, origin);
    }
  }

  /** The pipe has no connection and will get none; it is removed when it has been read to its end. */
  dismiss(pipe: PeerPipe, reason: DropReason): void {
    const origin = this.#pipes.get(pipe);
    if (origin === undefined) return;
    clearTimeout(origin.linger);
    if (origin.connected?.pipe === pipe) origin.connected.pipe = undefined;
    const { open } = pipe;
    this.#host.drops.add(reason, pipe.retire(), pipe);
    if (open) this.#host.routing.retired(pipe);
    if (pipe.unread === 0) this.#detach(pipe);
  }

  /** The socket is closed: drops what is left. */
  destroyAll(): void {
    for (const [pipe, origin] of this.#pipes) {
      clearTimeout(origin.linger);
      this.#host.drops.add('linger', pipe.retire(), pipe);
      pipe.destroy();
    }
    this.#pipes.clear();
  }

  /**
   * Disconnects a peer whose endpoint was disconnected or unbound: queued messages are sent, within linger; received
   * messages can still be read.
   */
  #leave(pipe: PeerPipe, origin: Origin, linger = this.#host.options().linger): void {
    if (!pipe.open) {
      pipe.halt();
      return;
    }
    const { routing, drops } = this.#host;
    if (pipe.live) routing.lost(pipe);
    if (linger === 0) drops.add('linger', pipe.dropOutgoing(), pipe);
    pipe.leave();
    routing.retired(pipe);
    if (!pipe.linked && pipe.outgoing === 0) {
      this.dismiss(pipe, 'linger');
    } else this.#limit(origin, linger, () => this.#lingerExpired(pipe));
  }

  /** Disconnects one peer. A connected endpoint keeps its pipe for the next connection. */
  #disconnect(pipe: PeerPipe, linger: number | undefined): void {
    const origin = this.#pipes.get(pipe);
    if (origin === undefined) return;
    if (!pipe.open && pipe.linked && linger !== undefined) {
      // It is being disconnected: the last call says for how long.
      this.#limit(origin, linger, () => this.#lingerExpired(pipe));
      return;
    }
    if (origin.connected?.pipe !== pipe || !pipe.open) {
      this.#leave(pipe, origin, linger);
      return;
    }
    pipe.endLink();
    const { traffic } = pipe;
    this.#limit(origin, linger ?? this.#host.options().linger, () => {
      if (pipe.traffic === traffic) pipe.destroy();
    });
  }

  #limit(origin: Origin, linger: number, expired: () => void): void {
    clearTimeout(origin.linger);
    if (linger === Infinity) return;
    origin.linger = setTimeout(expired, linger === 0 ? MAX_FAREWELL_MS : linger);
    unref(origin.linger);
  }

  #lingerExpired(pipe: PeerPipe): void {
    this.#host.drops.add('linger', pipe.dropOutgoing(), pipe);
    if (pipe.linked) {
      pipe.destroy();
      return;
    }
    const connected = this.#pipes.get(pipe)?.connected;
    this.dismiss(pipe, 'linger');
    if (connected !== undefined) this.#host.expired(connected);
  }

  /**
   * A send must not wait for a peer that has left until the program receives what that peer has sent. What was written to a
   * connected endpoint waits for its next connection.
   */
  #writeClosed(pipe: PeerPipe): void {
    const origin = this.#pipes.get(pipe);
    if (origin === undefined || !pipe.open || this.#goesOn(pipe, origin.connected)) return;
    const { routing, drops } = this.#host;
    clearTimeout(origin.linger);
    routing.lost(pipe);
    drops.add('disconnected', pipe.endWriting(), pipe);
    routing.retired(pipe);
  }

  #lost(pipe: PeerPipe, peer: PeerInfo, error: Error | undefined): void {
    const origin = this.#pipes.get(pipe);
    if (origin === undefined) return;
    const { endpoint, connected } = origin;
    // Of a single connection; a pipe that leaves has the rest of its time for the next one.
    if (pipe.open) clearTimeout(origin.linger);
    this.#host.raise('disconnected', { endpoint, peer, error });
    if (pipe.open) this.#host.routing.lost(pipe);
    if (!this.#goesOn(pipe, connected)) this.dismiss(pipe, 'disconnected');
    this.#host.linkLost(pipe, connected, error);
  }

  /** Whether the pipe waits for the next connection of its endpoint. */
  #goesOn(pipe: PeerPipe, connected: ConnectedEndpoint | undefined): boolean {
    if (connected?.pipe !== pipe || (!pipe.open && pipe.outgoing === 0)) return false;
    return this.#host.routing.survives(pipe, undefined);
  }

  #detach(pipe: PeerPipe): void {
    const origin = this.#pipes.get(pipe);
    if (origin === undefined) return;
    this.#pipes.delete(pipe);
    origin.connected?.pipes.delete(pipe);
    this.#host.routing.detached(pipe);
  }
}
