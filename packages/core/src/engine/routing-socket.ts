import type { PeerCommand } from '../message/peer-command.js';
import type { ParsedEndpoint } from '../endpoint/index.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { SocketEventName, SocketEvents } from '../events/events.js';
import { keepAlive } from '../runtime/keep-alive.js';
import type { Outgoing } from '../message/input.js';
import type { Message } from '../message/message.js';
import { checkMessageLimits, MAX_MESSAGE_BYTES, MAX_MESSAGE_FRAMES } from '../message/message-limits.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { TotalWeight } from '../queue/weighed-queue.js';
import { checkSeam, ROUTING_SEAM } from '../registry/seams.js';
import type { Routing, RoutingHost } from '../routing/routing.js';
import type { LocalSocket, Transport } from '../transport/transport.js';
import { LingeringClose } from './linger.js';
import { DropCounter } from './drop-counter.js';
import type { PeerPipe } from './peer-pipe.js';
import type { SocketPeer } from './socket-peer.js';
import type { EngineSocket, OpenSocket, ReadInterest } from './engine.js';
import { DeferredNotifier } from './deferred-notifier.js';
import { RoutingEndpoints } from './routing-endpoints.js';
import { RoutingPipes } from './routing-pipes.js';
import { beginSend, endSend } from './send-size.js';
import { SocketCounters } from './socket-counters.js';
import { WatchedRouting } from './watched-routing.js';
import { setImmediate } from '../runtime/timers.js';

/**
 * One socket of an engine with its own routing.
 *
 * ```
 *   WatchedRouting ──────────── PeerPipe ── PeerLink      RoutingPipes: one for each peer; the routing is the pattern's
 *        │                          │
 *   RoutingSocket ───────────── Listener, Dialer           RoutingEndpoints: one for each endpoint
 * ```
 *
 * Messages take the upper way. The socket above is notified of everything that happens, always later than the call that
 * made it happen ({@link DeferredNotifier}).
 */
export class RoutingSocket implements EngineSocket {
  readonly traffic = new SocketCounters();

  readonly #request: OpenSocket;
  #local: LocalSocket;
  readonly #routing: WatchedRouting;
  /** The same without the watch, for each message: sending and receiving make no room. */
  readonly #messages: Pick<Routing, 'send' | 'receive' | 'hasMessage' | 'hasRoom'>;
  readonly #routingHost: RoutingHost & { options: ResolvedOptions };
  readonly #notifier: DeferredNotifier;
  readonly #drops: DropCounter;
  readonly #pipes: RoutingPipes;
  readonly #endpoints: RoutingEndpoints;
  #halted = false;
  #stopped = false;
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
    this.#request = request;
    const incomingTotal = new TotalWeight(options.maxIncomingBytes || Infinity);
    this.#local = { definition, options, context, queued: incomingTotal };
    this.#notifier = new DeferredNotifier(sink);
    this.#drops = new DropCounter(this.traffic, (reason, count, endpoint, peer) =>
      this.#raise('dropped', { endpoint, peer, reason, count }),
    );
    this.#routingHost = this.#hostOfRouting();
    const routing = definition.routing(this.#routingHost);
    this.#messages = routing;
    this.#routing = new WatchedRouting(routing, () => this.#notifier.writable());
    const common = {
      routing: this.#routing,
      closing: () => this.#closing !== undefined,
      raise: <N extends SocketEventName>(name: N, event: SocketEvents[N]) => this.#raise(name, event),
    };
    this.#pipes = new RoutingPipes({
      ...common,
      notifier: this.#notifier,
      drops: this.#drops,
      incomingTotal,
      options: () => this.#local.options,
      linkLost: (pipe, connected, error) => {
        if (connected !== undefined) this.#endpoints.linkLost(connected, pipe, error);
        this.#closing?.check();
      },
      expired: (connected) => void this.#endpoints.stopIdle(connected),
    });
    this.#endpoints = new RoutingEndpoints({ ...common, transports, pipes: this.#pipes, local: () => this.#local });
  }

  bind(endpoint: ParsedEndpoint): Promise<string> {
    return this.#endpoints.bind(endpoint);
  }

  bindSync(endpoint: ParsedEndpoint): string {
    return this.#endpoints.bindSync(endpoint);
  }

  unbind(endpoint: string): Promise<void> {
    return this.#endpoints.unbind(endpoint);
  }

  connect(endpoint: ParsedEndpoint, routingId?: Uint8Array): void {
    this.#endpoints.connect(endpoint, routingId);
  }

  disconnect(endpoint: ParsedEndpoint): void {
    this.#endpoints.disconnect(endpoint);
  }

  send(message: Outgoing): boolean {
    const bytes = beginSend(message);
    try {
      if (bytes > MAX_MESSAGE_BYTES || message.length > MAX_MESSAGE_FRAMES) checkMessageLimits(message);
      if (!this.#messages.send(message)) return false;
    } finally {
      endSend();
    }
    const { traffic } = this;
    traffic.messagesSent++;
    traffic.bytesSent += bytes;
    return true;
  }

  awaitWritable(): boolean {
    this.#notifier.awaitWritable();
    return false;
  }

  awaitRoom(): void {
    this.#notifier.awaitWritable();
  }

  canSend(): boolean {
    return this.#messages.hasRoom?.() ?? true;
  }

  canReceive(): boolean {
    return this.#messages.hasMessage?.() ?? this.queued().incoming > 0;
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
    this.#notifier.awaitReadable(interest !== 'none');
  }

  watch(): void {
    // Events are always reported at once.
  }

  peers(): SocketPeer[] {
    return this.#pipes.peers();
  }

  queued(): { incoming: number; outgoing: number } {
    const { incoming, outgoing } = this.#pipes.queued();
    return { incoming: incoming + this.#routing.held, outgoing };
  }

  halt(): void {
    if (this.#halted) return;
    this.#halted = true;
    this.#drops.add('unread', this.#routing.heldMessages);
    this.#pipes.discard();
  }

  stopReceiving(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#endpoints.stopAccepting();
    // Peers that get nothing from this socket are better off without the connection: they send to others.
    if (this.#request.definition.sends) this.#pipes.halt();
    else this.#endpoints.leaveAll();
    this.#notifier.readable();
  }

  get exhausted(): boolean {
    return this.#stopped && !this.canReceive();
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
    const { linger } = this.#local.options;
    if (this.#closing !== undefined || !this.#pipes.owesDelivery(this.traffic.messagesSent > 0 && linger > 0)) return;
    keepAlive.acquire();
    // Other listeners to the end of the process may send something, too.
    await new Promise((resolve) => setImmediate(resolve));
    await this.close(this.#local.options.linger);
    keepAlive.release();
  }

  get reachable(): boolean {
    return this.#endpoints.reachable;
  }

  command(command: PeerCommand): void {
    this.#routing.command(command);
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    return this.#routing.hasSubscriber(topic);
  }

  subscriberCount(topic: Uint8Array | undefined): number {
    return this.#routing.subscriberCount(topic);
  }

  confirmations(number: number): number {
    return this.#routing.confirmations(number);
  }

  optionChanged(_name: string, options: ResolvedOptions): void {
    // Endpoints that are there keep the object that they have.
    this.#local = { ...this.#local, options };
    this.#routingHost.options = options;
    this.#pipes.limit(options);
    this.#routing.optionsChanged();
  }

  abandonRequest(): void {
    this.#routing.abandonRequest();
  }

  #hostOfRouting(): RoutingHost & { options: ResolvedOptions } {
    const { options, sink } = this.#request;
    return {
      options,
      readable: () => this.#notifier.readable(),
      subscriptionsChanged: () => this.#notifier.later(() => sink.subscriptionsChanged()),
      // The pipes that a routing has are those of this engine.
      dropped: (reason, count, pipe) => this.#drops.add(reason, count, pipe as PeerPipe | undefined),
      duplicateRoutingId: (pipe, holder, routingId, takenOver) => {
        const { endpoint, peer } = pipe as PeerPipe;
        this.#raise('duplicate-routing-id', { endpoint, peer, holder: holder.peer, routingId, takenOver });
      },
      requestLost: (holds) => {
        this.#notifier.later(() => {
          if (holds()) sink.requestLost();
        });
      },
    };
  }

  #beginClose(linger: number): LingeringClose {
    this.halt();
    return new LingeringClose({
      pipes: () => this.#pipes.all(),
      linger,
      listeners: this.#endpoints.beginClose(),
      over: () => {
        this.#endpoints.endClose();
        this.#pipes.destroyAll();
        this.#drops.end();
      },
    });
  }

  #raise<N extends SocketEventName>(name: N, event: SocketEvents[N]): void {
    if (this.#closing !== undefined && name !== 'dropped') return;
    this.#notifier.later(() => this.#request.sink.event(name, event));
  }
}
