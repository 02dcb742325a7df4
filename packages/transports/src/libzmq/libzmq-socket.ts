import type { SocketPeer } from '@zeromq-ts/core';
import type {
  EngineSocket,
  Message,
  OpenSocket,
  Outgoing,
  ParsedEndpoint,
  PeerCommand,
  ReadInterest,
  ResolvedOptions,
  SocketEventName,
  SocketEvents,
} from '@zeromq-ts/core/spi';
import {
  CANCEL,
  clearInterval,
  queueMicrotask,
  ReportedPeers,
  setInterval,
  SUBSCRIBE,
  SocketCounters,
  ZMQError,
} from '@zeromq-ts/core/spi';
import { CheckedOutbound } from './checked-outbound.js';
import { CommandProcessor, MAX_PROCESS_INTERVAL_MS } from './command-processor.js';
import { ConnectionTracker } from './connection-tracker.js';
import { DelayedEvents } from './delayed-events.js';
import { DirectOutbound } from './direct-outbound.js';
import type { EngineContext } from './engine-context.js';
import { Inbound } from './inbound.js';
import { LibzmqEndpoints } from './libzmq-endpoints.js';
import { OPTIONS } from './libzmq-numbers.js';
import type { LibzmqSocketOptions } from './libzmq-socket-options.js';
import { fetchesSingly, reportedSubscriptions } from './libzmq-socket-options.js';
import { HOLDS, Monitor } from './monitor.js';
import type { NativeSocket } from './native-binding.js';
import { NativeSocketState } from './native-socket-state.js';
import { authenticateByZap, openNativeSocket } from './open-native-socket.js';
import { changeOption, toNative } from './option-mapping.js';
import type { Outbound } from './outbound.js';
import { PeerSubscriptions } from './peer-subscriptions.js';
import { RequestTracker } from './request-tracker.js';
import { WaitingOutbound } from './waiting-outbound.js';
import { ZAP_ENDPOINT } from '../zap/zap-request.js';
import type { ZapAuthenticator } from './zap-server.js';

/**
 * One socket of libzmq behind the engine seam.
 *
 * ```
 *   LibzmqSocket ── Outbound, Inbound      messages
 *        │       ── LibzmqEndpoints        PathEndpoints (ipc), InprocEndpoints
 *        │       ── Monitor ── ConnectionTracker ── DelayedEvents      events
 *        │       ── RequestTracker         of a REQ: is a reply still possible?
 *        │       ── PeerSubscriptions      of a PUB or XPUB
 *        │
 *   NativeSocketState ── CommandProcessor  the native socket, and what is pending on it
 * ```
 */
export class LibzmqSocket implements EngineSocket {
  readonly traffic = new SocketCounters();

  readonly #request: OpenSocket;
  /** As they are now. */
  #options: LibzmqSocketOptions;
  readonly #context: EngineContext;
  readonly #native: NativeSocket;
  readonly #authenticator: ZapAuthenticator | undefined;
  readonly #state: NativeSocketState;
  readonly #monitor: Monitor;
  readonly #inbound: Inbound;
  #outbound: Outbound;
  readonly #commands: CommandProcessor;
  readonly #tracker: ConnectionTracker;
  readonly #events: DelayedEvents;
  readonly #endpoints: LibzmqEndpoints;
  readonly #subscriptions: PeerSubscriptions | undefined;
  readonly #requests: RequestTracker | undefined;
  /** Connected peers, as libzmq reports them. */
  #peers = 0;
  /** The same, as the application has been told. */
  readonly #reportedPeers = new ReportedPeers();
  /** Whether something may be on its way that is worth waiting for when the socket is closed. */
  #lingers: boolean;
  #closing: Promise<void> | undefined;

  /** @throws ZMQError when libzmq cannot open the socket, or does not accept an option. */
  constructor(request: OpenSocket, context: EngineContext) {
    const { definition, options, sink } = request;
    this.#request = request;
    this.#options = options;
    this.#context = context;
    this.#native = openNativeSocket(request, context);
    this.#authenticator = authenticateByZap(request, this.#native, context, () => this.#endpoints.mayBeIpc);
    this.#state = new NativeSocketState(this.#native, definition.className);
    // Subscriptions not sent yet are of no use once the socket is closed (xsub_t::xsub_t).
    this.#lingers = definition.subscriptions !== 'sent';
    this.#subscriptions = subscriptionsOf(request);
    this.#requests = definition.lockstep === 'send-first' ? this.#trackRequests() : undefined;
    this.#tracker = new ConnectionTracker(definition, this.#raise, options.security.mechanism, () =>
      this.#authenticator?.takeReason(),
    );
    this.#monitor = this.#openMonitor();
    this.#inbound = new Inbound({
      link: this.#state,
      traffic: this.traffic,
      single: () => fetchesSingly(request, this.#options),
      routed: definition.routingIdFrame === true,
      accept: (frames) => this.#accept(frames),
      readable: () => sink.readable(),
    });
    this.#commands = new CommandProcessor(this.#state, this.#inbound);
    this.#events = new DelayedEvents({
      closed: () => this.#state.closed,
      processCommands: () => this.#commands.process(),
      emit: (name, event) => {
        this.#reportedPeers.event(name, event);
        sink.event(name, event);
      },
    });
    this.#outbound = this.#openOutbound();
    this.#endpoints = new LibzmqEndpoints({
      definition,
      context,
      state: this.#state,
      monitor: this.#monitor,
      inbound: this.#inbound,
      commands: this.#commands,
      tracker: this.#tracker,
      requests: this.#requests,
      traffic: this.traffic,
      options: () => this.#options,
      raise: this.#raise,
    });
  }

  async bind(endpoint: ParsedEndpoint): Promise<string> {
    this.#state.assertOpen();
    return this.#endpoints.bind(endpoint);
  }

  bindSync(endpoint: ParsedEndpoint): string {
    this.#state.assertOpen();
    return this.#endpoints.bindSync(endpoint);
  }

  async unbind(endpoint: string): Promise<void> {
    this.#state.assertOpen();
    await this.#endpoints.unbind(endpoint);
  }

  connect(endpoint: ParsedEndpoint, routingId?: Uint8Array): void {
    this.#state.assertOpen();
    this.#endpoints.connect(endpoint, routingId);
  }

  disconnect(endpoint: ParsedEndpoint): void {
    this.#state.assertOpen();
    this.#endpoints.disconnect(endpoint);
  }

  send(message: Outgoing): boolean {
    this.#state.assertOpen();
    // libzmq, too, throws away what a REQ has received when it begins another request (req_t::xsend).
    if (this.#requests !== undefined) {
      // With `relaxed`, requests that waited together are sent one after the other, and each gives up the one before.
      if (this.#requests.pending) this.abandonRequest();
      this.#inbound.discard();
      this.#requests.begin(this.#options.correlate === true);
    }
    this.#lingers ||= !isSubscription(message);
    return this.#outbound.send(message);
  }

  canSend(): boolean {
    return this.#outbound.canSend();
  }

  awaitRoom(): void {
    this.#outbound.awaitRoom();
  }

  awaitWritable(next: Outgoing, timeout: number): boolean {
    return this.#outbound.awaitWritable(next, timeout);
  }

  canReceive(): boolean {
    if (this.#state.closed) return false;
    const { manual, conflate } = this.#options;
    // What is fetched decides for which peer the next subscribe is, and is not replaced by what comes after it.
    return this.#inbound.canReceive(manual !== true && conflate !== true);
  }

  receive(): Message | undefined {
    if (this.#state.closed) return undefined;
    const message = this.#inbound.receive();
    if (message !== undefined) this.#requests?.settle();
    return message;
  }

  awaitReadable(interest: ReadInterest): void {
    if (this.#state.closed) return;
    this.#monitor.hold(HOLDS.receive, interest !== 'none');
    this.#inbound.awaitReadable(interest);
  }

  watch(waiting: boolean): void {
    if (this.#state.closed) return;
    this.#monitor.hold(HOLDS.watch, waiting);
    // With `manual`, receiving a subscription decides to which peer the next `subscribe` applies.
    if (this.#subscriptions !== undefined && this.#options.manual !== true) this.#inbound.watch(waiting);
  }

  peers(): SocketPeer[] {
    return this.#reportedPeers.list();
  }

  queued(): { incoming: undefined; outgoing: undefined } {
    return { incoming: undefined, outgoing: undefined };
  }

  close(linger: number): Promise<void> {
    this.#closing ??= this.#close(linger);
    return this.#closing;
  }

  /** Nothing else keeps the process alive, and this socket has not been closed. */
  closeAtExit(): Promise<void> {
    return this.close(this.#options.linger);
  }

  stopReceiving(): void {
    this.#state.assertOpen();
    this.#inbound.stop(this.#peers);
  }

  get exhausted(): boolean {
    return this.#inbound.exhausted;
  }

  command({ name, data }: PeerCommand): void {
    this.#state.assertOpen();
    const topic = Buffer.from(data);
    if (name === SUBSCRIBE) {
      this.#native.setStringOption(OPTIONS.SUBSCRIBE, topic);
      this.#subscriptions?.accept(topic);
    } else if (name === CANCEL) {
      this.#native.setStringOption(OPTIONS.UNSUBSCRIBE, topic);
      this.#subscriptions?.refuse(topic);
    }
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    if (this.#subscriptions === undefined) {
      throw new ZMQError(
        'ENOTSUP',
        'libzmq does not tell a PUB with the option conflate who is subscribed. Leave out conflate, or wait for peers with connected().',
      );
    }
    if (this.#onlySends) this.#inbound.sweep();
    return this.#subscriptions.has(topic === undefined ? undefined : Buffer.from(topic));
  }

  optionChanged(name: string, options: ResolvedOptions): void {
    this.#state.assertOpen();
    const { definition } = this.#request;
    if (name === 'conflate' && definition.libzmq?.observableType !== undefined) {
      throw new ZMQError(
        'ENOTSUP',
        `libzmq cannot change conflate of a ${definition.type} that is open: give it to the constructor.`,
      );
    }
    this.#endpoints.optionsChange(options);
    changeOption(this.#native, this.#request, name, options);
    this.#options = options;
    if (name === 'verbosity') this.#subscriptions?.follow(reportedSubscriptions(this.#options));
    if (name === 'mandatory' || name === 'noDrop') this.#reopenOutbound();
  }

  abandonRequest(): void {
    if (this.#state.closed) return;
    this.#inbound.discard();
    this.#requests?.settle();
    if (this.#requests === undefined || this.#requests.correlated) return;
    const { routingId, relaxed } = this.#options;
    // A ROUTER finds a REQ with a routing id again under it, and a bound REQ cannot end the connections of its peers: there,
    // a late reply can only be known by an id. Which peers a REQ has that does not receive is learned late.
    const named = routingId !== undefined;
    if (this.#endpoints.bound || (named && (this.#requests.met || relaxed === true))) {
      this.#native.setBoolOption(OPTIONS.REQ_CORRELATE, true);
    }
    // Otherwise, only the pipe that a reply comes through tells it from another, so the pipes are replaced. What still waits
    // in the old ones is dropped with them.
    if (!named || !this.#requests.connectedToAsked) this.#endpoints.replaceConnections(this.#requests);
  }

  /** A PUB: what its peers send are subscriptions only. */
  get #onlySends(): boolean {
    return !this.#request.definition.receives && this.#subscriptions !== undefined;
  }

  readonly #raise = <N extends SocketEventName>(name: N, event: SocketEvents[N]): void => {
    if (this.#state.closed) return;
    if (name === 'handshake-succeeded') this.#peers++;
    else if (name === 'disconnected') this.#peers--;
    this.#requests?.event(name, event.endpoint);
    this.#events.emit(name, event);
  };

  #trackRequests(): RequestTracker {
    return new RequestTracker({
      sent: () => this.traffic.messagesSent,
      closed: () => this.#state.closed,
      // With a name, it may get the reply over the next connection.
      mayStillReply: () => this.#options.routingId !== undefined || this.#tracker.bound,
      requestLost: () => this.#request.sink.requestLost(),
    });
  }

  #openMonitor(): Monitor {
    return new Monitor({
      socket: this.#native,
      busy: () => !this.#tracker.empty || (this.#onlySends && this.#endpoints.connectedOrInproc),
      event: (event) => this.#tracker.take(this.#endpoints.publicEvent(event)),
      sweep: () => {
        if (this.#onlySends) this.#inbound.sweep();
      },
      touched: () => this.#commands.wakePending(),
    });
  }

  #openOutbound(): Outbound {
    const { definition, sink } = this.#request;
    const { mandatory = false, noDrop = false } = this.#options;
    if (definition.muteAction === 'block' && definition.raw !== true) {
      return new WaitingOutbound({
        link: this.#state,
        traffic: this.traffic,
        waiting: (inHand) => this.#monitor.hold(HOLDS.send, inHand),
        writable: (taken) => {
          // While a request waited for room, the reply to the one that was given up before may have come.
          if (taken && this.#requests !== undefined) this.#inbound.discard();
          sink.writable(taken);
        },
        lost: () => {
          this.traffic.dropped.disconnected++;
          this.#raise('dropped', { reason: 'disconnected', count: 1 });
        },
      });
    }
    const refusing = mandatory || definition.raw === true;
    return refusing || noDrop
      ? new CheckedOutbound(this.#state, this.traffic, refusing, () => sink.writable(false))
      : new DirectOutbound(this.#state, this.traffic);
  }

  #reopenOutbound(): void {
    this.#outbound.close();
    this.#outbound = this.#openOutbound();
    // Sends that waited for the last one are retried with this one.
    queueMicrotask(() => {
      if (!this.#state.closed) this.#request.sink.writable(false);
    });
  }

  /** Looks at a message on its way in; false when it is not for the application. */
  #accept(frames: readonly Buffer[]): boolean {
    if (this.#subscriptions === undefined) return true;
    if (this.#subscriptions.note(frames)) this.#request.sink.subscriptionsChanged();
    // A PUB discards what else its peers send (RFC 29).
    return !this.#onlySends;
  }

  async #close(linger: number): Promise<void> {
    this.#state.closed = true;
    this.#outbound.close();
    this.#tracker.clear();
    this.#endpoints.beginClose();
    this.#native.setInt32Option(OPTIONS.LINGER, this.#lingers ? toNative(linger) : 0);
    this.#native.close();
    const ended = this.#monitor.end();
    await this.#endpoints.endClose(linger);
    const polling = this.#pollZapHandler();
    await ended;
    clearInterval(polling);
    this.#authenticator?.end();
    this.#reportedPeers.clear();
  }

  /**
   * A socket that asks a ZAP handler is closed only when that one, too, has processed the end of their connection; its
   * application may have nothing to read from it.
   */
  #pollZapHandler(): NodeJS.Timeout | undefined {
    const { server, domain } = this.#request.options.security;
    if (!server && domain === undefined) return undefined;
    return setInterval(() => this.#context.directory.binder(ZAP_ENDPOINT)?.look(), MAX_PROCESS_INTERVAL_MS).unref();
  }
}

/** Whether this is what an XSUB sends to subscribe or to unsubscribe. */
function isSubscription(message: Outgoing): boolean {
  const [first] = typeof message === 'string' || message instanceof Uint8Array ? [message] : message;
  const byte = typeof first === 'string' ? first.charCodeAt(0) : first?.[0];
  return byte === 0 || byte === 1;
}

function subscriptionsOf({ definition, options }: OpenSocket): PeerSubscriptions | undefined {
  // A PUB reports who is subscribed only as an XPUB, which cannot conflate.
  if (definition.subscriptions !== 'received' || (!definition.receives && options.conflate)) return undefined;
  return new PeerSubscriptions(reportedSubscriptions(options));
}
