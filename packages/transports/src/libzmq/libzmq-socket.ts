import type {
  Endpoint,
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
  clearTimeout,
  formatEndpoint,
  MAX_TIMER_MS,
  queueMicrotask,
  setInterval,
  setTimeout,
  SUBSCRIBE,
  SocketCounters,
  ZMQError,
} from '@zeromq-ts/core/spi';
import { addressToBind } from './bind-address.js';
import { bindError } from '../stream/bind-errors.js';
import { CheckedOutbound } from './checked-outbound.js';
import { DirectOutbound } from './direct-outbound.js';
import type { EngineContext } from './engine-context.js';
import { Inbound } from './inbound.js';
import type { InprocSocket } from './inproc-emulation.js';
import type { BoundPath } from '../ipc/bind-path.js';
import { bindPath } from '../ipc/bind-path.js';
import { withIpv6 } from './ipv6-literal.js';
import { OPTIONS } from './libzmq-numbers.js';
import { HOLDS, Monitor } from './monitor.js';
import type { NativeError, NativeEvent, NativeSocket } from './native-binding.js';
import { NativeSocketState } from './native-socket-state.js';
import { applyOptions, changeOption, toNative } from './option-mapping.js';
import type { Outbound } from './outbound.js';
import { ConnectionTracker } from './connection-tracker.js';
import { RequestOrder } from './request-order.js';
import { PeerSubscriptions, type SubscriptionNews } from './peer-subscriptions.js';
import { applySecurity } from './security-mapping.js';
import { WaitingOutbound } from './waiting-outbound.js';
import { assertCarriedHere, inWorkerThread } from './worker-thread.js';
import { ZAP_ENDPOINT } from '../zap/zap-request.js';
import type { ZapAuthenticator } from './zap-server.js';

/** When to look at a connection that is coming to its end, the first time and the last; in milliseconds. */
const MIN_POLL_INTERVAL_MS = 1;
const MAX_POLL_INTERVAL_MS = 8;

/** The options of socket types that this engine has to know. */
interface KnownOptions extends ResolvedOptions {
  readonly mandatory?: boolean;
  readonly noDrop?: boolean;
  readonly manual?: boolean;
  readonly verbosity?: null | 'allSubs' | 'allSubsUnsubs';
  readonly correlate?: boolean;
}

/** One socket of libzmq behind the engine seam. */
export class LibzmqSocket implements EngineSocket {
  readonly traffic = new SocketCounters();

  readonly #request: OpenSocket;
  /** As they are now. */
  #options: KnownOptions;
  readonly #context: EngineContext;
  readonly #native: NativeSocket;
  readonly #judge: ZapAuthenticator | undefined;
  readonly #link: NativeSocketState;
  readonly #monitor: Monitor;
  readonly #inbound: Inbound;
  #outbound: Outbound;
  readonly #ledger: ConnectionTracker;
  readonly #party: InprocSocket;
  readonly #subscriptions: PeerSubscriptions | undefined;
  /** What is bound to a path, by endpoint; in it, the endpoint as libzmq knows it, with a temporary name. */
  readonly #paths = new Map<string, BoundPath<string>>();
  /** The endpoints that the application knows, by those that libzmq knows, where they differ. */
  readonly #shown = new Map<string, string>();
  readonly #inprocBinds = new Set<string>();
  readonly #connects = new Map<string, ParsedEndpoint>();
  readonly #order = new RequestOrder();
  /** REQ: endpoints whose handshake has succeeded since the connections were made anew. */
  readonly #established = new Set<string>();
  /** REQ: the request under way has an id. */
  #correlated = false;
  /** Whether this socket has, or had, an ipc endpoint. */
  #mayBeIpc = false;
  /** Whether something may be on its way that is worth waiting for when the socket is closed. */
  #lingers: boolean;
  /** Events that come after a `disconnected` that is held back for a moment. */
  readonly #delayed: (() => void)[] = [];
  #handedOver: () => void = () => {};
  #closing: Promise<void> | undefined;

  /** @throws ZMQError when libzmq cannot open the socket, or does not accept an option. */
  constructor(request: OpenSocket, context: EngineContext) {
    this.#request = request;
    this.#options = request.options;
    this.#context = context;
    this.#native = openNative(request, context);
    this.#judge = zapAuthenticatorOf(request, this.#native, context, () => this.#mayBeIpc);
    this.#link = new NativeSocketState(this.#native);
    // Subscriptions not sent yet are of no use to anybody once the socket is closed (xsub_t::xsub_t).
    this.#lingers = request.definition.subscriptions !== 'sent';
    this.#subscriptions = subscriptionsOf(request);
    this.#ledger = new ConnectionTracker(request.definition, this.#raise, () => this.#judge?.takeReason());
    this.#monitor = new Monitor({
      socket: this.#native,
      busy: () => !this.#ledger.empty || (this.#drains && this.#connects.size + this.#inprocBinds.size > 0),
      event: (event) => this.#ledger.take(this.#asShown(event)),
      sweep: () => {
        if (this.#drains) this.#inbound.sweep();
      },
      touched: () => this.#wake(),
    });
    this.#inbound = new Inbound({
      link: this.#link,
      traffic: this.traffic,
      single: () => fetchesSingly(request, this.#options),
      routed: request.definition.routingIdFrame === true,
      accept: (frames) => this.#accept(frames),
      readable: () => request.sink.readable(),
    });
    this.#outbound = this.#openOutbound();
    this.#party = {
      definition: request.definition,
      conflates: () => this.#options.conflate === true,
      raise: this.#raise,
      sent: () => this.traffic.messagesSent,
      attach: (endpoint) => {
        this.#native.connect(endpoint);
        this.#wake();
      },
      detach: (endpoint) => this.#detach(endpoint),
      look: () => {
        if (!this.#link.closed) this.#look();
      },
      vacate: (done) => {
        this.#look();
        this.#vacate(done);
      },
      handedOver: () => this.#handedOver(),
    };
  }

  async bind(endpoint: ParsedEndpoint): Promise<string> {
    this.#assertOpen();
    const { ipv6 } = this.#options;
    const address = await addressToBind(endpoint.parsed, ipv6);
    const text = address === endpoint.parsed ? endpoint.text : formatEndpoint(address);
    assertCarriedHere(address, text);
    this.#mayBeIpc ||= address.protocol === 'ipc';
    if (address.protocol === 'ipc' && address.address.kind === 'pathname') {
      await this.#bindPath(address.address.path, text);
      this.#ledger.enter('bind', text, address);
      this.#monitor.expect();
      return text;
    }
    try {
      this.#assertOpen();
      if (address.protocol === 'inproc') this.#shareNothing();
      else this.#monitor.start();
      withIpv6(this.#native, address, ipv6, () => this.#native.bindSync(text));
    } catch (error) {
      throw await this.#explainBind(error, text);
    }
    const bound = this.#native.getStringOption(OPTIONS.LAST_ENDPOINT) ?? text;
    this.#wake();
    if (address.protocol === 'inproc') {
      this.#inprocBinds.add(bound);
      this.#context.directory.bind(bound, this.#party);
    } else {
      this.#ledger.enter('bind', bound, address);
    }
    this.#monitor.expect();
    return bound;
  }

  async unbind(endpoint: string): Promise<void> {
    this.#assertOpen();
    const path = this.#paths.get(endpoint);
    path?.release();
    this.#paths.delete(endpoint);
    if (this.#inprocBinds.delete(endpoint)) {
      this.#detach(endpoint);
      this.#context.directory.unbind(endpoint, this.#party);
      this.#wake();
      return;
    }
    const native = path?.bound ?? endpoint;
    this.#detach(native);
    this.#ledger.leave('bind', endpoint);
    this.#vacate();
    this.#wake();
    await this.#monitor.listenerClosed(native);
    this.#shown.delete(native);
  }

  connect(given: ParsedEndpoint): void {
    const { parsed, text: endpoint } = given;
    this.#assertOpen();
    assertCarriedHere(parsed, endpoint);
    this.#mayBeIpc ||= parsed.protocol === 'ipc';
    if (parsed.protocol === 'inproc') this.#shareNothing();
    try {
      if (parsed.protocol === 'inproc') this.#context.directory.connect(endpoint, this.#party);
      else this.#connectNative(endpoint, parsed);
    } catch (cause) {
      const code = (cause as NativeError).code ?? 'EINVAL';
      throw new ZMQError(code, `Cannot connect to ${endpoint}: ${(cause as Error).message}.`, { endpoint, cause });
    }
    this.#connects.set(endpoint, given);
    this.#order.add(endpoint, this.traffic.messagesSent);
    if (parsed.protocol !== 'inproc') this.#ledger.enter('connect', endpoint, parsed);
    this.#monitor.expect();
    this.#wake();
  }

  /** Over inproc, libzmq gives the subscribers of a publisher the same memory. */
  #shareNothing(): void {
    if (this.#request.definition.subscriptions === 'sent') this.#inbound.copyFrames();
  }

  disconnect({ parsed, text: endpoint }: ParsedEndpoint): void {
    this.#assertOpen();
    this.#noteDisconnect(endpoint);
    if (parsed.protocol === 'inproc') {
      if (!this.#context.directory.disconnect(endpoint, this.#party)) this.#connects.delete(endpoint);
    } else {
      const others = this.#ledger.copies(endpoint) - 1;
      this.#detach(endpoint);
      this.#ledger.leave('connect', endpoint);
      // libzmq ends all connections to an endpoint at once.
      for (let left = others; left > 0; left--) this.#reconnect(endpoint, parsed);
      if (others <= 0) this.#connects.delete(endpoint);
      this.#vacate();
    }
    this.#wake();
  }

  send(message: Outgoing): boolean {
    this.#assertOpen();
    // libzmq, too, throws away what a REQ has received when it begins another request (req_t::xsend).
    if (this.#sendsFirst) {
      this.#inbound.discard();
      this.#correlated = this.#options.correlate === true;
    }
    this.#lingers ||= !isSubscription(message);
    return this.#outbound.send(message);
  }

  awaitWritable(next: Outgoing, timeout: number): boolean {
    return this.#outbound.awaitWritable(next, timeout);
  }

  receive(): Message | undefined {
    return this.#link.closed ? undefined : this.#inbound.receive();
  }

  awaitReadable(interest: ReadInterest): void {
    if (this.#link.closed) return;
    this.#monitor.hold(HOLDS.receive, interest !== 'none');
    this.#inbound.awaitReadable(interest);
  }

  watch(waiting: boolean): void {
    if (this.#link.closed) return;
    this.#monitor.hold(HOLDS.watch, waiting);
    // With `manual`, receiving a subscription decides whom the next `subscribe` is for.
    if (this.#subscriptions !== undefined && this.#options.manual !== true) this.#inbound.watch(waiting);
  }

  queued(): { incoming: undefined; outgoing: undefined } {
    return { incoming: undefined, outgoing: undefined };
  }

  close(linger: number): Promise<void> {
    this.#closing ??= this.#close(linger);
    return this.#closing;
  }

  /** Nothing holds the process any more, and nobody has closed this socket. */
  closeAtExit(): Promise<void> {
    return this.close(this.#options.linger);
  }

  command({ name, data }: PeerCommand): void {
    this.#assertOpen();
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
    if (this.#drains) this.#inbound.sweep();
    return this.#subscriptions.has(topic === undefined ? undefined : Buffer.from(topic));
  }

  optionChanged(name: string, options: ResolvedOptions): void {
    this.#assertOpen();
    const { definition } = this.#request;
    if (name === 'conflate' && definition.libzmq?.observableType !== undefined) {
      throw new ZMQError(
        'ENOTSUP',
        `libzmq cannot change conflate of a ${definition.type} that is open: give it to the constructor.`,
      );
    }
    changeOption(this.#native, this.#request, name, options);
    this.#options = options;
    if (name === 'verbosity') this.#subscriptions?.follow(newsOf(this.#options));
    if (name === 'mandatory' || name === 'noDrop') this.#reopenOutbound();
  }

  #reopenOutbound(): void {
    this.#outbound.close();
    this.#outbound = this.#openOutbound();
    // What waited for the last one is tried with this one.
    queueMicrotask(() => {
      if (!this.#link.closed) this.#request.sink.writable(false);
    });
  }

  abandonRequest(): void {
    if (this.#link.closed) return;
    this.#inbound.discard();
    if (this.#correlated) return;
    // A reply is told from another only by the pipe it comes through, so the pipes are made anew. What still waits in
    // the old ones is dropped with them.
    this.#established.clear();
    const connects = new Map(this.#connects);
    const order = this.#order.begin(this.traffic.messagesSent).slice();
    for (const endpoint of order) this.disconnect(connects.get(endpoint) as ParsedEndpoint);
    // Asked whether there is room, libzmq sets the old pipes aside, so that the new ones have their turns in this order.
    void this.#native.writable;
    for (const endpoint of order) this.connect(connects.get(endpoint) as ParsedEndpoint);
    this.#order.begin(this.traffic.messagesSent);
    // The peers of a bound endpoint come by themselves; their replies can only be known by an id.
    if (this.#inprocBinds.size > 0 || this.#ledger.bound) {
      this.#native.setBoolOption(OPTIONS.REQ_CORRELATE, true);
    }
  }

  get #drains(): boolean {
    return !this.#request.definition.receives && this.#subscriptions !== undefined;
  }

  /** Whether it is a REQ, or a type that alternates like one. */
  get #sendsFirst(): boolean {
    return this.#request.definition.lockstep === 'send-first';
  }

  readonly #raise = <N extends SocketEventName>(name: N, event: SocketEvents[N]): void => {
    if (this.#link.closed) return;
    if (this.#sendsFirst) this.#noteConnection(name, event.endpoint);
    // libzmq tells of a lost peer a moment before it takes its queue away: only then is there nothing left to send to.
    if (name === 'disconnected' && this.#delayed.length === 0)
      setTimeout(this.#raiseDelayed, MIN_POLL_INTERVAL_MS).unref();
    if (name === 'disconnected' || this.#delayed.length > 0) {
      this.#delayed.push(() => this.#request.sink.event(name, event));
    } else {
      this.#request.sink.event(name, event);
    }
  };

  /** A REQ is told when the endpoint to which its request was sent is disconnected. */
  #noteDisconnect(endpoint: string): void {
    const { messagesSent } = this.traffic;
    const asked = this.#order.asked(messagesSent) === endpoint;
    this.#order.remove(endpoint, messagesSent);
    this.#established.delete(endpoint);
    if (asked && this.#sendsFirst) this.#loseRequest(messagesSent, 0);
  }

  /** A REQ is told when the connection over which its request was sent is gone. */
  #noteConnection(name: SocketEventName, endpoint: string | undefined): void {
    if (endpoint === undefined) return;
    if (name === 'handshake-succeeded') this.#established.add(endpoint);
    if (name !== 'disconnected' || !this.#established.delete(endpoint)) return;
    const { messagesSent } = this.traffic;
    // With a name, it may get the reply over the next connection.
    const named = this.#options.routingId !== undefined;
    if (named || this.#ledger.bound || this.#order.asked(messagesSent) !== endpoint) return;
    // The reply may have come just before, and be on its way through libzmq.
    this.#loseRequest(messagesSent, MAX_POLL_INTERVAL_MS);
  }

  /** Tells that no reply can come to the request after which so many have been sent, if it is still the last one. */
  #loseRequest(messagesSent: number, delay: number): void {
    setTimeout(() => {
      if (!this.#link.closed && this.traffic.messagesSent === messagesSent) this.#request.sink.requestLost();
    }, delay).unref();
  }

  readonly #raiseDelayed = (): void => {
    if (this.#link.closed) return;
    this.#look();
    for (const raise of this.#delayed.splice(0)) raise();
  };

  /** Has libzmq carry out what its own threads have decided. Says whether there are messages to be read. */
  #look(): boolean {
    const { readable } = this.#native;
    this.#wake();
    return readable;
  }

  #openOutbound(): Outbound {
    const { definition, sink } = this.#request;
    const { mandatory = false, noDrop = false } = this.#options;
    if (definition.muteAction === 'block') {
      return new WaitingOutbound({
        link: this.#link,
        traffic: this.traffic,
        waiting: (inHand) => this.#monitor.hold(HOLDS.send, inHand),
        writable: (taken) => sink.writable(taken),
        lost: () => {
          this.traffic.dropped.disconnected++;
          this.#raise('dropped', { reason: 'disconnected', count: 1 });
        },
      });
    }
    return mandatory || noDrop
      ? new CheckedOutbound(this.#link, this.traffic, mandatory, () => sink.writable(false))
      : new DirectOutbound(this.#link, this.traffic);
  }

  /** Looks at a message on its way in; false when it is not for the application. */
  #accept(frames: readonly Buffer[]): boolean {
    if (this.#subscriptions === undefined) return true;
    if (this.#subscriptions.note(frames)) this.#request.sink.subscriptionsChanged();
    // A PUB discards what else its peers send (RFC 29).
    return !this.#drains;
  }

  #connectNative(endpoint: string, parsed: Endpoint): void {
    this.#monitor.start();
    withIpv6(this.#native, parsed, this.#options.ipv6, () => this.#native.connect(endpoint));
  }

  #reconnect(endpoint: string, parsed: Endpoint): void {
    this.#connectNative(endpoint, parsed);
    this.#ledger.enter('connect', endpoint, parsed);
  }

  /** zmq_unbind and zmq_disconnect are the same call; the binding's own unbind blocks the socket meanwhile. */
  #detach(endpoint: string): void {
    // A REQ reads frame by frame without looking ahead, and a reply of its is for the request that is being given up.
    if (!this.#sendsFirst) this.#inbound.takeOver();
    try {
      this.#native.disconnect(endpoint);
    } catch (error) {
      // The connection has ended by itself, as that of an inproc peer that is gone.
      if ((error as NativeError).code !== 'ENOENT') throw error;
    }
  }

  #wake(): void {
    this.#link.wakeReceive();
    this.#inbound.wakeSend();
  }

  /**
   * libzmq ends a connection only when its own thread and the one that uses the socket have both looked at it, the
   * latter after the last message has been read. Looks for a while, also if nobody uses the socket.
   */
  #vacate(done: () => void = () => {}, pause = MIN_POLL_INTERVAL_MS): void {
    setTimeout(() => {
      if (this.#link.closed) return;
      const left = this.#look();
      if (pause < MAX_POLL_INTERVAL_MS || left) this.#vacate(done, Math.min(pause * 2, MAX_POLL_INTERVAL_MS));
      else done();
    }, pause).unref();
  }

  /** libzmq removes what is at the path that it binds, whatever it is: it is given a temporary name beside the path. */
  async #bindPath(path: string, text: string): Promise<void> {
    const bound = await bindPath(path, text, {
      bind: async (temporary) => {
        const native = formatEndpoint({ protocol: 'ipc', address: { kind: 'pathname', path: temporary } });
        try {
          this.#assertOpen();
          this.#monitor.start();
          this.#native.bindSync(native);
        } catch (error) {
          throw await this.#explainBind(error, text, native);
        }
        this.#shown.set(native, text);
        this.#wake();
        return native;
      },
      unbind: (native) => {
        this.#shown.delete(native);
        if (!this.#link.closed) this.#detach(native);
      },
    });
    if (this.#link.closed) bound.release();
    this.#assertOpen();
    this.#paths.set(text, bound);
  }

  #asShown(event: NativeEvent): NativeEvent {
    const shown = this.#shown.get(event.address ?? '');
    return shown === undefined ? event : { ...event, address: shown };
  }

  /** @param native The endpoint as libzmq was given it. */
  async #explainBind(error: unknown, text: string, native = text): Promise<ZMQError> {
    if (error instanceof ZMQError) return error;
    const { code } = error as NativeError;
    if (code !== 'EAGAIN') return bindError(code ?? 'EINVAL', text, error);
    const told = await this.#monitor.bindFailure(native.slice(native.indexOf('://') + 3));
    return bindError(told?.code ?? 'EINVAL', text, told ?? error);
  }

  #assertOpen(): void {
    if (!this.#link.closed) return;
    throw new ZMQError('ENOTSOCK', `This ${this.#request.definition.className} is closed. Create another one.`);
  }

  async #close(linger: number): Promise<void> {
    const { directory } = this.#context;
    this.#link.closed = true;
    this.#outbound.close();
    this.#ledger.clear();
    for (const path of this.#paths.values()) path.release();
    for (const endpoint of this.#inprocBinds) this.#detach(endpoint);
    directory.beginClose(this.#party);
    this.#native.setInt32Option(OPTIONS.LINGER, this.#lingers ? toNative(linger) : 0);
    this.#native.close();
    const ended = this.#monitor.end();
    // A worker cannot know whether the name is bound in another thread: libzmq delivers, then or later.
    if (linger > 0 && !inWorkerThread() && directory.waits(this.#party)) await this.#awaitInproc(linger);
    directory.endClose(this.#party);
    const hurry = this.#hurryHandler();
    await ended;
    clearInterval(hurry);
    this.#judge?.end();
  }

  /**
   * The close of a socket that asks a ZAP handler is done when that one, too, has seen that their connection ends: it is
   * made to look, as its application may have nothing to read from it.
   */
  #hurryHandler(): NodeJS.Timeout | undefined {
    const { server, domain } = this.#request.options.security;
    if (!server && domain === undefined) return undefined;
    return setInterval(() => this.#context.directory.binder(ZAP_ENDPOINT)?.look(), MAX_POLL_INTERVAL_MS).unref();
  }

  /** libzmq keeps an inproc connection that waits for a bind for ever, whatever the linger. */
  async #awaitInproc(linger: number): Promise<void> {
    const { directory } = this.#context;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#handedOver = () => {
        if (!directory.waits(this.#party)) resolve();
      };
      timer = setTimeout(resolve, Math.min(linger, MAX_TIMER_MS));
    });
    clearTimeout(timer);
  }
}

/** Whoever judges the peers of this socket is asked through ZAP, which is all that libzmq knows. */
function zapAuthenticatorOf(
  { options }: OpenSocket,
  socket: NativeSocket,
  { zap }: EngineContext,
  mayBeIpc: () => boolean,
): ZapAuthenticator | undefined {
  const { authenticate } = options.security;
  if (authenticate === undefined) return undefined;
  try {
    const judge = zap.enter(options.security, mayBeIpc);
    socket.setStringOption(OPTIONS.ZAP_DOMAIN, Buffer.from(judge.domain));
    socket.setBoolOption(OPTIONS.ZAP_ENFORCE_DOMAIN, true);
    return judge;
  } catch (error) {
    socket.close();
    throw error;
  }
}

function openNative(request: OpenSocket, { binding, native }: EngineContext): NativeSocket {
  const { definition, options } = request;
  const numbers = definition.libzmq;
  if (numbers === undefined) {
    throw new ZMQError('ENOTSUP', `libzmq has no ${definition.type}. Choose { engine: 'zmtp' } for it.`);
  }
  // Only a PUB can be made to keep just the newest message.
  const type = options.conflate ? numbers.type : (numbers.observableType ?? numbers.type);
  let socket: NativeSocket;
  try {
    socket = new binding.Socket(type, { context: native });
  } catch (cause) {
    const code = (cause as NativeError).code ?? 'EINVAL';
    const advice = code === 'EMFILE' ? ' Close sockets that are not needed any more.' : '';
    throw new ZMQError(code, `libzmq cannot open a ${definition.type}: ${(cause as Error).message}.${advice}`, {
      cause,
    });
  }
  try {
    applyOptions(socket, request);
    applySecurity(socket, options.security);
  } catch (error) {
    socket.close();
    throw error;
  }
  return socket;
}

/** Whether what was received last means something to libzmq, or what is received next may still be replaced. */
function fetchesSingly({ definition }: OpenSocket, { manual, conflate }: KnownOptions): boolean {
  return definition.lockstep !== undefined || manual === true || conflate === true;
}

/** Whether this is what an XSUB sends to subscribe or to unsubscribe. */
function isSubscription(message: Outgoing): boolean {
  const [first] = typeof message === 'string' || message instanceof Uint8Array ? [message] : message;
  const byte = typeof first === 'string' ? first.charCodeAt(0) : first?.[0];
  return byte === 0 || byte === 1;
}

function subscriptionsOf({ definition, options }: OpenSocket): PeerSubscriptions | undefined {
  // A PUB tells who is subscribed only as an XPUB, which cannot conflate.
  if (definition.subscriptions !== 'received' || (!definition.receives && options.conflate)) return undefined;
  return new PeerSubscriptions(newsOf(options));
}

/** How libzmq tells of subscriptions. */
function newsOf({ manual, verbosity }: KnownOptions): SubscriptionNews {
  if (manual === true) return 'accepted';
  return verbosity === 'allSubsUnsubs' ? 'every' : 'changes';
}
