import type { PeerCommand } from '../message/peer-command.js';
import type { ParsedEndpoint } from '../endpoint/index.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { DropReason, HandshakeFailedEvent, PeerInfo, SocketEventName, SocketEvents } from '../events/events.js';
import { keepAlive } from '../runtime/keep-alive.js';
import type { Outgoing } from '../message/input.js';
import { byteLength } from '../message/input.js';
import type { Message } from '../message/message.js';
import { checkMessageLimits, MAX_MESSAGE_BYTES, MAX_MESSAGE_FRAMES } from '../message/message-limits.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { TotalWeight } from '../queue/weighed-queue.js';
import { checkSeam, ROUTING_SEAM } from '../registry/seams.js';
import type { Routing, RoutingHost } from '../routing/routing.js';
import type { LinkEvents, PeerLink } from '../transport/peer-link.js';
import type { LinkFailure, ConnectionEvents, Listener, LocalSocket, Transport } from '../transport/transport.js';
import { UnfinishedMessages } from '../transport/unfinished-messages.js';
import { LingeringClose } from './linger.js';
import type { DialerEvents } from './dialer.js';
import { Dialer } from './dialer.js';
import { DropCounter } from './drop-counter.js';
import type { EngineSocket, OpenSocket, ReadInterest } from './engine.js';
import type { PipeLimits, PipeEvents } from './peer-pipe.js';
import { PeerPipe } from './peer-pipe.js';
import { DeferredNotifier } from './deferred-notifier.js';
import { SocketCounters } from './socket-counters.js';
import { WatchedRouting } from './watched-routing.js';
import { clearTimeout, setImmediate, setTimeout, unref } from '../runtime/timers.js';

/** Milliseconds that a peer has to take the last bytes of a connection whose endpoint does not linger. */
const FAREWELL_MS = 1000;

/** Where a pipe comes from: a bound endpoint, or a connected one. */
interface Origin {
  readonly endpoint: string;
  readonly connected: ConnectedEndpoint | undefined;
  /** Runs while the pipe is leaving: what has not gone out by then is dropped. */
  linger?: ReturnType<typeof setTimeout>;
}

/** A bound endpoint. */
interface BoundEndpoint {
  readonly endpoint: string;
  /** As they were when it was bound. */
  readonly options: ResolvedOptions;
}

/** A connected endpoint, until all that was written to it has gone out. */
interface ConnectedEndpoint {
  readonly dialer: Dialer;
  /** As they were when it was connected. */
  readonly options: ResolvedOptions;
  /** The pipe that is there over its connections, or of this one; the next connection may have another. */
  pipe: PeerPipe | undefined;
  /** It was disconnected; it remains only for what its pipe has to deliver. */
  leaving: boolean;
}

/**
 * One socket of an engine with its own routing.
 *
 * ```
 *   WatchedRouting ──────────── PeerPipe ── PeerLink      one for each peer; the routing is that of the pattern
 *        │                          │
 *   NativeSocket ───────────── Listener, Dialer            one for each endpoint
 * ```
 *
 * It brings links and pipes together, tells the routing of them, and tells the socket above of all that happens —
 * always later than the call that made it happen ({@link DeferredNotifier}).
 */
export class RoutingSocket implements EngineSocket, PipeEvents, DialerEvents, RoutingHost {
  readonly traffic = new SocketCounters();
  /** As they are now. */
  options: OpenSocket['options'];

  readonly #request: OpenSocket;
  readonly #transports: ReadonlyMap<string, Transport>;
  #local: LocalSocket;
  readonly #routing: WatchedRouting;
  /** The same without the watch, for each message: sending and receiving make no room. */
  readonly #messages: Pick<Routing, 'send' | 'receive'>;
  readonly #signals: DeferredNotifier;
  readonly #drops: DropCounter;
  readonly #listeners = new Map<string, Listener>();
  readonly #connected = new Map<Dialer, ConnectedEndpoint>();
  readonly #pipes = new Map<PeerPipe, Origin>();
  readonly #incomingTotal: TotalWeight;
  #halted = false;
  #closing: LingeringClose | undefined;

  constructor(request: OpenSocket, transports: ReadonlyMap<string, Transport>) {
    const { definition, options, context, sink } = request;
    // The socket above may be of another copy of this package.
    checkSeam(`The definition of ${definition.className}`, definition.seam, ROUTING_SEAM);
    if (definition.routing === undefined) {
      throw new ZMQError(
        'ENOTSUP',
        `The package of ${definition.className} has no routing for this engine. Update it.`,
      );
    }
    this.options = options;
    this.#request = request;
    this.#incomingTotal = new TotalWeight(options.maxIncomingBytes || Infinity);
    this.#transports = transports;
    const unfinished = new UnfinishedMessages(options.maxIncomingBytes, this.#incomingTotal);
    this.#local = { definition, options, context, unfinished };
    this.#signals = new DeferredNotifier(sink);
    this.#drops = new DropCounter(this.traffic, (reason, count) => this.#raise('dropped', { reason, count }));
    const routing = definition.routing(this);
    this.#messages = routing;
    this.#routing = new WatchedRouting(routing, () => this.#signals.writable());
  }

  // What the socket asks for.

  async bind(endpoint: ParsedEndpoint): Promise<string> {
    const text = { endpoint: endpoint.text, options: this.options };
    const listener = await this.#transport(endpoint).listen(endpoint, this.#local, {
      accepted: (peer) => this.#accepted(text, peer),
    });
    text.endpoint = listener.endpoint;
    if (this.#closing !== undefined) {
      await listener.close();
      return listener.endpoint;
    }
    this.#listeners.set(listener.endpoint, listener);
    return listener.endpoint;
  }

  async unbind(endpoint: string): Promise<void> {
    const listener = this.#listeners.get(endpoint);
    if (listener === undefined) return;
    this.#listeners.delete(endpoint);
    const free = listener.close();
    for (const [pipe, origin] of this.#pipes) {
      if (origin.connected === undefined && origin.endpoint === endpoint) this.#leave(pipe, origin);
    }
    await free;
  }

  connect(endpoint: ParsedEndpoint): void {
    const dialer = new Dialer(this.#transport(endpoint), endpoint, this.#local, this);
    const connected: ConnectedEndpoint = { dialer, options: this.options, pipe: undefined, leaving: false };
    this.#connected.set(dialer, connected);
    if (!this.options.immediate) {
      connected.pipe = this.#open(endpoint.text, connected, connected.options);
      this.#routing.attached(connected.pipe);
    }
    dialer.start();
  }

  disconnect({ text }: ParsedEndpoint): void {
    for (const connected of this.#connected.values()) {
      if (connected.dialer.endpoint !== text || connected.leaving) continue;
      connected.leaving = true;
      for (const [pipe, origin] of this.#pipes) if (origin.connected === connected) this.#leave(pipe, origin);
      this.#stopIdle(connected);
      return;
    }
  }

  send(message: Outgoing): boolean {
    const bytes = byteLength(message);
    if (bytes > MAX_MESSAGE_BYTES || message.length > MAX_MESSAGE_FRAMES) checkMessageLimits(message);
    if (!this.#messages.send(message)) return false;
    const { traffic } = this;
    traffic.messagesSent++;
    traffic.bytesSent += bytes;
    return true;
  }

  awaitWritable(): boolean {
    this.#signals.awaitWritable();
    return false;
  }

  receive(): Message | undefined {
    const message = this.#messages.receive();
    if (message === undefined) return undefined;
    const { traffic } = this;
    traffic.messagesReceived++;
    traffic.bytesReceived += message.size;
    return message;
  }

  awaitReadable(interest: ReadInterest): void {
    this.#signals.awaitReadable(interest !== 'none');
  }

  watch(): void {
    // Events are always reported at once.
  }

  queued(): { incoming: number; outgoing: number } {
    let incoming = this.#routing.held;
    let outgoing = 0;
    for (const pipe of this.#pipes.keys()) {
      incoming += pipe.unread;
      outgoing += pipe.outgoing;
    }
    return { incoming, outgoing };
  }

  halt(): void {
    if (this.#halted) return;
    this.#halted = true;
    this.#drops.add('unread', this.#routing.heldMessages);
    for (const pipe of this.#pipes.keys()) pipe.discard();
  }

  close(linger: number): Promise<void> {
    this.#closing ??= this.#beginClose(linger);
    return this.#closing.done;
  }

  /**
   * Called when nothing else keeps the process alive: hands over queued messages, if a peer can still receive them, and
   * closes connections gracefully, so that data accepted by the system arrives whatever the peer still sends.
   */
  async closeAtExit(): Promise<void> {
    if (!this.#owesDelivery || this.#closing !== undefined) return;
    keepAlive.acquire();
    // Other listeners to the end of the process may send something, too.
    await new Promise((resolve) => setImmediate(resolve));
    await this.close(this.options.linger);
    keepAlive.release();
  }

  get #owesDelivery(): boolean {
    const confirms = this.traffic.messagesSent > 0 && this.options.linger > 0;
    for (const [pipe, { connected }] of this.#pipes) {
      if (connected?.dialer.waitsForBind === true) continue;
      if (!pipe.handedOver || (confirms && pipe.buffered)) return true;
    }
    return false;
  }

  /** Over a transport that waits for the binder, peers are in this process, which has nothing to do but to wait for them. */
  get reachable(): boolean {
    for (const endpoint of this.#listeners.keys()) {
      if (this.#transports.get(endpoint.slice(0, endpoint.indexOf(':')))?.waitsForBind !== true) return true;
    }
    for (const dialer of this.#connected.keys()) if (!dialer.waitsForBind) return true;
    return false;
  }

  command(command: PeerCommand): void {
    this.#routing.command(command);
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    return this.#routing.hasSubscriber(topic);
  }

  optionChanged(_name: string, options: ResolvedOptions): void {
    // Endpoints that are there keep the object that they have.
    this.options = options;
    this.#local = { ...this.#local, options };
    for (const pipe of this.#pipes.keys()) pipe.limit(options);
    this.#routing.optionsChanged();
  }

  abandonRequest(): void {
    this.#routing.abandonRequest();
  }

  // What the routing tells.

  readable(): void {
    this.#signals.readable();
  }

  subscriptionsChanged(): void {
    this.#signals.later(() => this.#request.sink.subscriptionsChanged());
  }

  dropped(reason: DropReason, count: number): void {
    this.#drops.add(reason, count);
  }

  requestLost(holds: () => boolean): void {
    this.#signals.later(() => {
      if (holds()) this.#request.sink.requestLost();
    });
  }

  // What a dialer tells.

  attempting({ endpoint }: Dialer): void {
    this.#raise('connect-delayed', { endpoint });
  }

  opened({ endpoint }: Dialer, peer: PeerInfo): void {
    this.#raise('connected', { endpoint, peer });
  }

  reserve(dialer: Dialer): () => void {
    const connected = this.#connected.get(dialer);
    // Messages written to an endpoint before it was disconnected may still be sent to its next peer.
    return connected?.leaving === true ? () => {} : this.#routing.reserve(connected?.pipe);
  }

  established(dialer: Dialer, link: PeerLink): LinkEvents {
    const connected = this.#connected.get(dialer) as ConnectedEndpoint;
    const waiting = connected.pipe;
    // Messages queued for one peer do not go to another.
    if (waiting?.met === true && !this.#routing.survives(waiting, link.peer)) this.#dismiss(waiting, 'disconnected');
    const pipe = connected.pipe ?? this.#open(dialer.endpoint, connected, connected.options);
    const isNew = connected.pipe === undefined;
    if (!connected.options.immediate) connected.pipe = pipe;
    return this.#adopt(pipe, dialer.endpoint, link, isNew);
  }

  failed({ endpoint }: Dialer, failure: LinkFailure): void {
    if (failure.opened) this.#raise('handshake-failed', handshakeFailed(endpoint, failure));
  }

  retrying({ endpoint }: Dialer, interval: number, error: Error | undefined): void {
    this.#raise('connect-retried', { endpoint, interval, error });
  }

  // What a pipe tells.

  pipeReadable(pipe: PeerPipe): void {
    this.#routing.readable(pipe);
    this.#signals.readable();
  }

  pipeWritable(pipe: PeerPipe): void {
    this.#routing.writable(pipe);
  }

  pipeCommand(pipe: PeerPipe, command: PeerCommand): void {
    this.#routing.peerCommand(pipe, command);
  }

  pipeDropped(_pipe: PeerPipe, reason: DropReason, count: number): void {
    this.#drops.add(reason, count);
  }

  pipeLost(pipe: PeerPipe, peer: PeerInfo, error: Error | undefined): void {
    const origin = this.#pipes.get(pipe);
    if (origin === undefined) return;
    const { endpoint, connected } = origin;
    this.#raise('disconnected', { endpoint, peer, error });
    if (pipe.open) this.#routing.lost(pipe);
    if (!this.#goesOn(pipe, connected)) this.#dismiss(pipe, 'disconnected');
    if (connected !== undefined && !this.#stopIdle(connected)) {
      if (pipe.renewing) connected.dialer.renew(error);
      else connected.dialer.lost(error);
    }
    this.#closing?.check();
  }

  pipeEmptied(pipe: PeerPipe): void {
    this.#detach(pipe);
  }

  /** Whether the pipe waits for the next connection of its endpoint. */
  #goesOn(pipe: PeerPipe, connected: ConnectedEndpoint | undefined): boolean {
    if (connected?.pipe !== pipe || (!pipe.open && pipe.outgoing === 0)) return false;
    return this.#routing.survives(pipe, undefined);
  }

  #accepted(bound: BoundEndpoint, peer: PeerInfo): Omit<ConnectionEvents, 'opened'> {
    this.#raise('accepted', { endpoint: bound.endpoint, peer });
    return {
      reserve: () => this.#routing.reserve(undefined),
      established: (link) => {
        const { endpoint } = bound;
        return this.#adopt(this.#open(endpoint, undefined, bound.options), endpoint, link, true);
      },
      failed: (failure) => this.#raise('handshake-failed', handshakeFailed(bound.endpoint, failure)),
    };
  }

  /** @param options As they were when the endpoint was bound or connected. */
  #open(endpoint: string, connected: ConnectedEndpoint | undefined, options: ResolvedOptions): PeerPipe {
    const peer = connected === undefined ? {} : { address: endpoint };
    // The options are those of pipes, by the same names.
    const limits: PipeLimits = {
      ...this.options,
      conflate: options.conflate === true,
      incomingTotal: this.#incomingTotal,
    };
    const pipe = new PeerPipe(this, limits, peer);
    if (this.#halted) pipe.discard();
    this.#pipes.set(pipe, { endpoint, connected });
    return pipe;
  }

  #adopt(pipe: PeerPipe, endpoint: string, link: PeerLink, isNew: boolean): LinkEvents {
    pipe.adopt(link);
    this.#raise('handshake-succeeded', { endpoint, peer: link.peer });
    // A peer that connects while the socket is closing is not accepted.
    if (isNew && this.#closing !== undefined) pipe.leave();
    if (pipe.open) {
      if (isNew) this.#routing.attached(pipe);
      this.#routing.established(pipe);
    }
    pipe.start();
    return pipe;
  }

  /**
   * Disconnects a peer whose endpoint was disconnected or unbound: queued messages are sent, within linger; received
   * messages can still be read.
   */
  #leave(pipe: PeerPipe, origin: Origin): void {
    if (!pipe.open) return;
    const { linger } = this.options;
    if (pipe.live) this.#routing.lost(pipe);
    if (linger === 0) this.#drops.add('linger', pipe.dropOutgoing());
    pipe.leave();
    this.#routing.retired(pipe);
    if (!pipe.linked && pipe.outgoing === 0) {
      this.#dismiss(pipe, 'linger');
    } else if (linger !== Infinity) {
      origin.linger = setTimeout(() => this.#lingerOver(pipe), linger === 0 ? FAREWELL_MS : linger);
      unref(origin.linger);
    }
  }

  #lingerOver(pipe: PeerPipe): void {
    this.#drops.add('linger', pipe.dropOutgoing());
    if (pipe.linked) {
      pipe.destroy();
      return;
    }
    const connected = this.#pipes.get(pipe)?.connected;
    this.#dismiss(pipe, 'linger');
    if (connected !== undefined) this.#stopIdle(connected);
  }

  /** The pipe has no connection and will get none; it is removed when it has been read to its end. */
  #dismiss(pipe: PeerPipe, reason: DropReason): void {
    const origin = this.#pipes.get(pipe);
    if (origin === undefined) return;
    clearTimeout(origin.linger);
    if (origin.connected?.pipe === pipe) origin.connected.pipe = undefined;
    const { open } = pipe;
    this.#drops.add(reason, pipe.retire());
    if (open) this.#routing.retired(pipe);
    if (pipe.unread === 0) this.#detach(pipe);
  }

  #detach(pipe: PeerPipe): void {
    if (this.#pipes.delete(pipe)) this.#routing.detached(pipe);
  }

  /** Ends the attempts of a connected endpoint without queued messages. @returns whether it did. */
  #stopIdle(connected: ConnectedEndpoint): boolean {
    const { dialer, pipe, leaving } = connected;
    if (!leaving && this.#closing === undefined) return false;
    if (pipe !== undefined && (pipe.linked || pipe.outgoing > 0)) return false;
    dialer.stop();
    this.#connected.delete(dialer);
    return true;
  }

  #beginClose(linger: number): LingeringClose {
    this.halt();
    const listeners = [...this.#listeners.values()].map((listener) => listener.close());
    this.#listeners.clear();
    for (const { dialer, pipe } of this.#connected.values()) {
      if (pipe === undefined || pipe.handedOver) dialer.stop();
    }
    return new LingeringClose({
      pipes: () => this.#pipes.keys(),
      linger,
      listeners,
      over: () => this.#finishClose(),
    });
  }

  #finishClose(): void {
    for (const dialer of this.#connected.keys()) dialer.stop();
    this.#connected.clear();
    for (const [pipe, origin] of this.#pipes) {
      clearTimeout(origin.linger);
      this.#drops.add('linger', pipe.retire());
      pipe.destroy();
    }
    this.#pipes.clear();
    this.#drops.end();
  }

  #transport({ parsed: { protocol } }: ParsedEndpoint): Transport {
    const transport = this.#transports.get(protocol);
    if (transport === undefined) {
      throw new ZMQError('EPROTONOSUPPORT', `This engine does not carry ${protocol}://.`);
    }
    return transport;
  }

  #raise<N extends SocketEventName>(name: N, event: SocketEvents[N]): void {
    if (this.#closing !== undefined && name !== 'dropped') return;
    this.#signals.later(() => this.#request.sink.event(name, event));
  }
}

function handshakeFailed(endpoint: string, { peer, error, status, reason }: LinkFailure): HandshakeFailedEvent {
  if (status === undefined && reason === undefined) return { endpoint, peer, error };
  return { endpoint, peer, error, status, reason };
}
