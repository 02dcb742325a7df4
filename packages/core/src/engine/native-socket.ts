import type { Endpoint } from '../endpoint/index.js';
import { formatEndpoint } from '../endpoint/index.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { DropReason, HandshakeFailedEvent, PeerInfo, SocketEventName, SocketEvents } from '../events/events.js';
import { liveSockets } from '../life/live-sockets.js';
import { processHold } from '../life/process-hold.js';
import type { Outgoing } from '../message/input.js';
import { byteLength } from '../message/input.js';
import type { Message } from '../message/message.js';
import { checkMessageLimits, MAX_MESSAGE_BYTES, MAX_MESSAGE_FRAMES } from '../message/message-limits.js';
import { TotalWeight } from '../queue/weighed-queue.js';
import type { RoutingContext } from '../routing/routing.js';
import type { LinkReceiver, PeerLink } from '../transport/peer-link.js';
import type { LinkFailure, LinkWatcher, Listener, LocalSocket, Transport } from '../transport/transport.js';
import { Closing } from './closing.js';
import type { DialerWatcher } from './dialer.js';
import { Dialer } from './dialer.js';
import { DropCounter } from './drop-counter.js';
import type { EngineSocket, OpenSocket, ReadInterest } from './engine.js';
import type { PipeLimits, PipeOwner } from './peer-pipe.js';
import { PeerPipe } from './peer-pipe.js';
import { SinkSignals } from './sink-signals.js';
import { Traffic } from './traffic.js';
import { WatchedRouting } from './watched-routing.js';

/** Where a pipe comes from: a bound endpoint, or a connected one. */
interface Origin {
  readonly endpoint: string;
  readonly dialer: Dialer | undefined;
}

/**
 * One socket of an engine that routes by itself.
 *
 * ```
 *   WatchedRouting ──────────── PeerPipe ── PeerLink      one for each peer; the routing is that of the pattern
 *        │                          │
 *   NativeSocket ───────────── Listener, Dialer            one for each endpoint
 * ```
 *
 * It brings links and pipes together, tells the routing of them, and tells the socket above of all that happens —
 * always later than the call that made it happen ({@link SinkSignals}).
 */
export class NativeSocket implements EngineSocket, PipeOwner, DialerWatcher, RoutingContext {
  readonly traffic = new Traffic();
  readonly options: OpenSocket['options'];

  readonly #request: OpenSocket;
  readonly #transports: ReadonlyMap<string, Transport>;
  readonly #local: LocalSocket;
  readonly #routing: WatchedRouting;
  readonly #signals: SinkSignals;
  readonly #drops: DropCounter;
  readonly #listeners = new Map<string, Listener>();
  readonly #dialers = new Map<Dialer, PeerPipe | undefined>();
  readonly #pipes = new Map<PeerPipe, Origin>();
  readonly #limits: PipeLimits;
  #closing: Closing | undefined;

  constructor(request: OpenSocket, transports: ReadonlyMap<string, Transport>) {
    const { definition, options, context, sink } = request;
    if (definition.routing === undefined) {
      throw new ZMQError(
        'ENOTSUP',
        `The package of ${definition.className} has no routing for this engine. Update it.`,
      );
    }
    this.options = options;
    this.#request = request;
    // The options are those of pipes, by the same names.
    this.#limits = { ...options, incomingTotal: new TotalWeight(options.maxIncomingBytes || Infinity) };
    this.#transports = transports;
    this.#local = { definition, options, context };
    this.#signals = new SinkSignals(sink);
    this.#drops = new DropCounter(this.traffic, (reason, count) => this.#raise('dropped', { reason, count }));
    this.#routing = new WatchedRouting(definition.routing(this), () => this.#signals.writable());
    liveSockets.add(this);
  }

  // What the socket asks for.

  async bind(endpoint: Endpoint): Promise<string> {
    const text = { endpoint: formatEndpoint(endpoint) };
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
      if (origin.dialer === undefined && origin.endpoint === endpoint) this.#release(pipe);
    }
    await free;
  }

  connect(endpoint: string, parsed: Endpoint): void {
    const dialer = new Dialer(this.#transport(parsed), endpoint, parsed, this.#local, this);
    const pipe = this.options.immediate ? undefined : this.#open({ endpoint, dialer });
    this.#dialers.set(dialer, pipe);
    if (pipe !== undefined) this.#routing.attached(pipe);
    dialer.start();
  }

  disconnect(endpoint: string): void {
    for (const [dialer, pipe] of this.#dialers) {
      if (dialer.endpoint !== endpoint) continue;
      this.#dialers.delete(dialer);
      dialer.stop();
      if (pipe !== undefined) this.#release(pipe);
      return;
    }
  }

  send(message: Outgoing): boolean {
    const bytes = byteLength(message);
    if (bytes > MAX_MESSAGE_BYTES || message.length > MAX_MESSAGE_FRAMES) checkMessageLimits(message);
    if (!this.#routing.send(message)) return false;
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
    const message = this.#routing.receive();
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
    // Everything is told as it happens.
  }

  queued(): { incoming: number; outgoing: number } {
    let incoming = this.#routing.held;
    let outgoing = 0;
    for (const pipe of this.#pipes.keys()) {
      incoming += pipe.incoming;
      outgoing += pipe.outgoing;
    }
    return { incoming, outgoing };
  }

  close(linger: number): Promise<void> {
    this.#closing ??= this.#beginClose(linger);
    return this.#closing.done;
  }

  /** Nothing holds the process any more: hands over what was sent, unless nobody can come for it. */
  async closeAtExit(): Promise<void> {
    const unsent = [...this.#pipes].some(([pipe, { dialer }]) => !pipe.handedOver && dialer?.patient !== true);
    if (!unsent || this.#closing !== undefined) return;
    processHold.take();
    await this.close(this.options.linger);
    processHold.release();
  }

  subscribe(topic: Uint8Array): void {
    this.#routing.subscribe(topic);
  }

  unsubscribe(topic: Uint8Array): void {
    this.#routing.unsubscribe(topic);
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    return this.#routing.hasSubscriber(topic);
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

  // What a dialer tells.

  attempting({ endpoint }: Dialer): void {
    this.#raise('connect-delayed', { endpoint });
  }

  opened({ endpoint }: Dialer, peer: PeerInfo): void {
    this.#raise('connected', { endpoint, peer });
  }

  reserve(dialer: Dialer): () => void {
    return this.#routing.reserve(this.#dialers.get(dialer));
  }

  greeted(dialer: Dialer, link: PeerLink): LinkReceiver {
    const { endpoint } = dialer;
    const waiting = this.#dialers.get(dialer);
    const pipe = waiting ?? this.#open({ endpoint, dialer });
    return this.#adopt(pipe, endpoint, link, waiting === undefined);
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

  pipeSubscribed(pipe: PeerPipe, topic: Uint8Array): void {
    this.#routing.subscribed(pipe, topic);
  }

  pipeCancelled(pipe: PeerPipe, topic: Uint8Array): void {
    this.#routing.cancelled(pipe, topic);
  }

  pipeDropped(_pipe: PeerPipe, reason: DropReason, count: number): void {
    this.#drops.add(reason, count);
  }

  pipeLost(pipe: PeerPipe, peer: PeerInfo, error: Error | undefined): void {
    const origin = this.#pipes.get(pipe);
    if (origin === undefined) return;
    const { endpoint, dialer } = origin;
    this.#raise('disconnected', { endpoint, peer, error });
    this.#routing.lost(pipe);
    // The pipe of a connected endpoint waits for the next connection.
    if (dialer === undefined || this.#dialers.get(dialer) !== pipe) this.#discard(pipe);
    if (dialer !== undefined && this.#dialers.has(dialer)) dialer.lost(error);
    this.#closing?.check();
  }

  pipeEmptied(pipe: PeerPipe): void {
    this.#detach(pipe);
  }

  #accepted(bound: { readonly endpoint: string }, peer: PeerInfo): Omit<LinkWatcher, 'opened'> {
    this.#raise('accepted', { endpoint: bound.endpoint, peer });
    return {
      reserve: () => this.#routing.reserve(undefined),
      greeted: (link) => {
        const { endpoint } = bound;
        return this.#adopt(this.#open({ endpoint, dialer: undefined }), endpoint, link, true);
      },
      failed: (failure) => this.#raise('handshake-failed', handshakeFailed(bound.endpoint, failure)),
    };
  }

  #open(origin: Origin): PeerPipe {
    const peer = origin.dialer === undefined ? {} : { address: origin.endpoint };
    const pipe = new PeerPipe(this, this.#limits, peer);
    this.#pipes.set(pipe, origin);
    return pipe;
  }

  #adopt(pipe: PeerPipe, endpoint: string, link: PeerLink, isNew: boolean): LinkReceiver {
    pipe.adopt(link);
    this.#raise('handshake-succeeded', { endpoint, peer: link.peer });
    if (isNew) this.#routing.attached(pipe);
    this.#routing.greeted(pipe);
    pipe.start();
    return pipe;
  }

  /** Lets go of the peer: what waits for it is dropped, what has come from it can still be read. */
  #release(pipe: PeerPipe): void {
    this.#drops.add('disconnected', pipe.shut());
    if (pipe.linked) pipe.end();
    else this.#discard(pipe);
  }

  /** The pipe takes nothing any more; it is gone when it has been read to its end. */
  #discard(pipe: PeerPipe): void {
    this.#drops.add('disconnected', pipe.shut());
    if (pipe.incoming === 0) this.#detach(pipe);
  }

  #detach(pipe: PeerPipe): void {
    if (this.#pipes.delete(pipe)) this.#routing.detached(pipe);
  }

  #beginClose(linger: number): Closing {
    const listeners = [...this.#listeners.values()].map((listener) => listener.close());
    this.#listeners.clear();
    for (const [dialer, pipe] of this.#dialers) if (pipe === undefined || pipe.handedOver) dialer.stop();
    return new Closing({
      pipes: () => this.#pipes.keys(),
      linger,
      listeners,
      over: () => this.#finishClose(),
    });
  }

  #finishClose(): void {
    for (const dialer of this.#dialers.keys()) dialer.stop();
    this.#dialers.clear();
    for (const pipe of this.#pipes.keys()) {
      this.#drops.add('linger', pipe.shut());
      pipe.destroy();
    }
    this.#pipes.clear();
    this.#drops.end();
    liveSockets.delete(this);
  }

  #transport({ protocol }: Endpoint): Transport {
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
