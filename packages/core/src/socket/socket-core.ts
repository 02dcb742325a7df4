import type { ContextAccess, ContextMember, ZMQContext } from '../context/zmq-context.js';
import type { EngineEvents, EngineSocket } from '../engine/engine.js';
import type { SocketPeer } from '../engine/socket-peer.js';
import type { ZMQError } from '../errors/zmq-error.js';
import { SocketLog } from '../events/socket-log.js';
import { Emitter } from '../events/emitter.js';
import type { EventObserver } from '../events/events.js';
import type { Forgettable } from '../life/forgotten-sockets.js';
import { forgottenSockets } from '../life/forgotten-sockets.js';
import type { LiveSocket } from '../life/flush-at-exit.js';
import { liveSockets } from '../life/flush-at-exit.js';
import type { ObservedSocket } from '../life/open-sockets.js';
import { openSockets } from '../life/open-sockets.js';
import { acceptedOptions } from '../options/accepted-options.js';
import { checkCallOptions, checkCount } from '../options/call-options.js';
import type { CloseOptions } from '../options/close-options.js';
import { CLOSE_OPTION_CHECKS } from '../options/close-options.js';
import type { PeerTimeoutOptions } from '../options/peer-timeout-options.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { WaitOptions } from '../options/timing.js';
import { WAIT_OPTION_CHECKS } from '../options/timing.js';
import type { SendReceiveHost, SendReceiveState } from '../pattern/lockstep.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import { checkSeam, ROUTING_SEAM } from '../registry/seams.js';
import { keepAlive } from '../runtime/keep-alive.js';
import { performance, queueMicrotask } from '../runtime/timers.js';
import { Conditions } from './condition-waiters.js';
import { answerInTurn } from './answer-in-turn.js';
import { ConnectedPeers, type ConnectionState } from './connected-peers.js';
import { Draining } from './draining.js';
import { closedError, closedWhilePendingError } from './errors.js';
import { LiveOptions } from './live-options.js';
import { NO_SENDS } from './no-sends.js';
import type { PeerGate } from './peer-gate.js';
import { Readiness } from './readiness.js';
import { Receiver } from './receiver.js';
import { resolveContext } from './resolve-context.js';
import type { Sender } from './sender.js';
import type { SenderEvents } from './sender-host.js';
import type { SenderFactory } from './sender-factory.js';
import { checkProtocol, SocketEndpoints } from './socket-endpoints.js';
import type { SocketStats } from './stats.js';
import { socketStats } from './stats.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

const CONNECTED_OPTION_CHECKS = { peers: checkCount(), ...WAIT_OPTION_CHECKS };

/**
 * The inside of every socket: what the classes of the pattern packages are a face of.
 *
 * ```
 *   ZMQRequest … ZMQPair          the face: typed members, docs
 *        │
 *   SocketCore ── Sender          sends that wait           ┐
 *        │     ── Receiver        receives that wait        │
 *        │     ── Conditions      connected(), …            ├ the same on every engine
 *        │     ── SocketEndpoints bound and connected       │
 *        │     ── LiveOptions, ConnectedPeers, Emitter      ┘
 *        │
 *   EngineSocket                  libzmq, …
 * ```
 */
export class SocketCore implements ContextMember, Forgettable, LiveSocket, ObservedSocket {
  readonly definition: SocketTypeDefinition;
  readonly engine: EngineSocket;
  readonly engineName: string;
  readonly exchange: SendReceiveState | undefined;
  /** @see ObservedSocket.ownStats */
  ownStats: (() => object) | undefined;
  readonly emitter: Emitter;
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly draining: Draining;
  /** Where sends wait for a first peer, with the option `peerTimeout`. */
  gate: PeerGate | undefined;
  readonly ready: Promise<void>;
  sendTimeout: number;
  copyFramesUpToBytes: number;
  receiveTimeout: number;

  readonly #context: ZMQContext;
  readonly #contextAccess: ContextAccess;
  readonly #options: LiveOptions;
  readonly #endpoints: SocketEndpoints;
  readonly #conditions: Conditions;
  readonly #peers = new ConnectedPeers();
  #readiness: Readiness | undefined;
  #refusal: ZMQError | undefined;
  #closing: Promise<void> | undefined;
  #ignored = 0;

  constructor(
    definition: SocketTypeDefinition,
    endpoint: string | readonly string[] | undefined,
    options: unknown,
    senderOf: SenderFactory | undefined,
  ) {
    this.definition = definition;
    this.emitter = new Emitter(new SocketLog(definition.type));
    checkSeam(`The definition of ${definition.className}`, definition.seam, ROUTING_SEAM);
    const { context, contextAccess, engine, options: others } = resolveContext(options);
    const { name, protocols, endpoints: syntax } = engine;
    const accepted = acceptedOptions(definition, engine);
    const { rules } = accepted;
    const defaults = contextAccess.defaults?.(context) ?? {};
    this.#options = new LiveOptions(definition.type, accepted, others, defaults, (each) =>
      engine.warningOf?.(each, rules),
    );
    const requested = endpoint === undefined ? [] : syntax.list(endpoint, definition.defaultAction);
    this.#context = context;
    this.#contextAccess = contextAccess;
    const carried = { name, protocols: protocolsOf(definition, protocols) };
    for (const each of requested) checkProtocol(carried, each.endpoint.parsed.protocol, each.given);
    this.engineName = name;
    this.exchange = definition.exchange?.(this.#exchangeHost());
    this.sendTimeout = this.options.sendTimeout;
    this.copyFramesUpToBytes = this.options.copyFramesUpToBytes;
    this.receiveTimeout = this.options.receiveTimeout;
    contextAccess.enter(context, this);
    try {
      this.engine = engine.open({ definition, options: this.options, rules, context, sink: this.#engineEvents() });
    } catch (error) {
      contextAccess.leave(context, this);
      throw error;
    }
    this.#conditions = new Conditions(
      (waiting) => this.engine.watch(waiting),
      () => this.connectionState(),
    );
    const senderEvents: SenderEvents = {
      ignored: (expectation) => {
        this.#ignored++;
        this.emitter.emit('ignored', { reason: expectation });
      },
      exchangeAdvanced: () => {
        this.receiver.pump();
        this.#orderChanged();
        this.draining.look();
      },
      exchangeFailed: () => {
        this.receiver.refuseOutOfOrder();
        this.#orderChanged();
      },
      sendsDone: () => this.#readiness?.check(),
    };
    this.sender = senderOf?.(this, senderEvents) ?? NO_SENDS;
    this.receiver = new Receiver(this, {
      exchangeDelivered: () => {
        this.sender.turnChanged();
        this.#orderChanged();
      },
      receivesDone: () => this.#readiness?.check(),
    });
    this.#setGate();
    this.draining = new Draining(this, () => this.#conditions.check());
    liveSockets.add(this);
    this.#endpoints = new SocketEndpoints({
      definition,
      carried,
      syntax,
      engine: this.engine,
      emitter: this.emitter,
      peers: this.#peers,
      closed: () => this.closed,
    });
    this.ready = this.#endpoints.start(requested, (error) => this.#bindFailed(error));
    this.ready.catch(() => {});
    this.#warn(engine.security.warningOf(this.options.security));
    this.#warn(this.#options.warning);
  }

  /** As they are now; another object after each change. */
  get options(): ResolvedOptions {
    return this.#options.current;
  }

  get endpoint(): string | null {
    return this.#endpoints.last;
  }

  /** @see ObservedSocket.endpoints */
  get endpoints(): readonly string[] {
    return this.#endpoints.all;
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** The error of every further call, if the socket can no longer send or receive. */
  refusal(): ZMQError | undefined {
    if (this.#refusal === undefined || !this.closed) return this.#refusal;
    return closedError(this.definition.className);
  }

  /** What is known of the connections. */
  connectionState(): ConnectionState {
    return this.#peers.state();
  }

  /** @throws ZMQError `ENOTSOCK` on a closed socket; why its constructor's bind failed, if it did. */
  assertOpen(): void {
    const refusal = this.refusal();
    if (refusal !== undefined) throw refusal;
  }

  async bind(text: string): Promise<string> {
    this.draining.assertNotBegun();
    return this.#endpoints.bind(text);
  }

  bindSync(text: string): string {
    this.draining.assertNotBegun();
    return this.#endpoints.bindSync(text);
  }

  /** @param routingId Of the peer, see `EngineSocket.connect`. */
  connect(text: string, routingId?: Uint8Array): void {
    this.draining.assertNotBegun();
    this.#endpoints.connect(text, routingId);
  }

  unbind(text: string): Promise<void> {
    return this.#endpoints.unbind(text);
  }

  disconnect(text: string): void {
    this.#endpoints.disconnect(text);
  }

  setOption(name: string, value: unknown): void {
    if (this.closed) throw closedError(this.definition.className);
    this.#warn(this.#options.change(name, value, (options) => this.engine.optionChanged?.(name, options)));
    this.sendTimeout = this.options.sendTimeout;
    this.copyFramesUpToBytes = this.options.copyFramesUpToBytes;
    this.receiveTimeout = this.options.receiveTimeout;
    if (name === 'peerTimeout') this.#setGate();
  }

  getOption(name: string): unknown {
    if (name === 'context') return this.#context;
    if (name === 'engine') return this.engineName;
    return this.#options.read(name);
  }

  roomChanged(): void {
    this.#readiness?.check();
  }

  get peers(): readonly SocketPeer[] {
    return this.engine.peers?.() ?? [];
  }

  get peerCount(): number {
    return this.#peers.count;
  }

  connected(options: WaitOptions & { readonly peers?: number | undefined }): Promise<void> {
    try {
      checkCallOptions('connected', options, CONNECTED_OPTION_CHECKS);
    } catch (error) {
      return rejectWithinBudget(error);
    }
    const { peers = 1 } = options;
    const what =
      peers === 1 ? 'No peer has completed the handshake' : `Not all of ${peers} peers have completed the handshake`;
    return this.waitInTurn(() => this.#peers.count >= peers, what, options);
  }

  /**
   * Resolves once a condition holds. It is looked at again whenever peers or subscriptions change.
   *
   * @param options Checked by the caller, see `checkCallOptions`.
   */
  waitFor(condition: () => boolean, what: string, options: WaitOptions = {}): Promise<void> {
    const refusal = this.refusal();
    if (refusal !== undefined) return rejectWithinBudget(refusal);
    return this.#conditions.wait(condition, what, options);
  }

  /** The same for a call of the program, which may be in a loop. */
  waitInTurn(condition: () => boolean, what: string, options: WaitOptions = {}): Promise<void> {
    return answerInTurn(
      condition,
      () => this.waitFor(condition, what, options),
      () => this.refusal(),
    );
  }

  /** Created when it is asked for first: few programs do. */
  get readiness(): Readiness {
    this.#readiness ??= new Readiness(this);
    return this.#readiness;
  }

  close(options: CloseOptions = {}): Promise<void> {
    try {
      checkCallOptions('close', options, CLOSE_OPTION_CHECKS);
    } catch (error) {
      return rejectWithinBudget(error);
    }
    if (this.#closing !== undefined) return this.#closing;
    const { linger = this.options.linger } = options;
    forgottenSockets.release(this);
    keepAlive.acquire();
    this.#closing = this.#close(linger).finally(() => keepAlive.release());
    return this.#closing;
  }

  /** @see Forgettable.closeForgotten */
  closeForgotten(forgottenForMs: number): boolean {
    if (this.closed) return true;
    const { sender, receiver, emitter, options } = this;
    const conditions = this.#conditions.waiting + (this.#readiness?.waiting ?? 0);
    const pending = sender.awaited + receiver.waiting + conditions + this.#endpoints.pending;
    if (pending > 0 || emitter.listening) return false;
    // A close keeps the process alive. Messages that no peer can receive must not: they are handled at the end of the
    // process.
    const linger = Math.max(0, options.linger - Math.round(forgottenForMs));
    if ((this.engine.queued().outgoing ?? 0) + sender.waiting > 0 && linger > 0) return false;
    this.close({ linger }).catch(() => {});
    return true;
  }

  /** @see LiveSocket.undelivered */
  get undelivered(): number {
    if (this.closed || this.engine.reachable === false) return 0;
    return this.sender.waiting + (this.engine.queued().outgoing ?? 0);
  }

  /** @see LiveSocket.closeAtExit */
  async closeAtExit(): Promise<void> {
    if (this.closed) return;
    // Sends that the program waits for keep the process alive: those that are left are like messages in a queue.
    if (this.sender.waiting === 0) await this.engine.closeAtExit?.();
    else await this.close(this.engine.reachable === false ? { linger: 0 } : {});
  }

  /** @see ObservedSocket.observe */
  observe(observer: EventObserver): () => void {
    return this.emitter.observe(observer);
  }

  stats(): SocketStats {
    const { engine, sender } = this;
    return socketStats(engine, { ignored: this.#ignored, peers: this.#peers.count, waitingSends: sender.waiting });
  }

  #exchangeHost(): SendReceiveHost {
    const options = (): ResolvedOptions => this.options;
    const waitingSends = (): number => this.sender.begun;
    return {
      get options() {
        return options();
      },
      get waitingSends() {
        return waitingSends();
      },
      abandonRequest: () => {
        if (!this.closed) this.engine.abandonRequest?.();
      },
      failReceives: (error) => this.receiver.fail(error),
    };
  }

  #engineEvents(): EngineEvents {
    return {
      readable: () => {
        this.receiver.pump();
        this.#readiness?.check();
        this.draining.look();
      },
      writable: (taken) => {
        this.sender.writable(taken);
        // A request() waits for room, too.
        this.#conditions.check();
        this.#readiness?.check();
      },
      subscriptionsChanged: () => this.#conditions.check(),
      requestLost: () => this.exchange?.requestLost?.(),
      event: (name, event) => {
        this.#peers.event(name, event);
        this.emitter.emit(name, event);
        this.#conditions.check();
        if (this.gate !== undefined) this.#readiness?.check();
      },
    };
  }

  #setGate(): void {
    const { peerTimeout = Infinity } = this.options as PeerTimeoutOptions;
    this.gate = peerTimeout === Infinity ? undefined : this.sender.gateOf(this, peerTimeout);
  }

  /** It is the turn of a send, or of a receive (REQ, REP). */
  #orderChanged(): void {
    if (this.#readiness === undefined) return;
    this.receiver.orderChanged();
    this.#readiness.check();
  }

  /** Emits a warning later, when the creator of the socket can have added a listener. */
  #warn(reason: string | undefined): void {
    if (reason === undefined) return;
    queueMicrotask(() => {
      if (!this.closed) this.emitter.emit('warning', { reason });
    });
  }

  /** An endpoint of the constructor could not be bound: all pending and all later operations are rejected. */
  #bindFailed(error: ZMQError): void {
    if (this.#refusal !== undefined) return;
    this.#refusal = error;
    this.sender.fail(error);
    this.receiver.fail(error);
    this.#conditions.fail(error);
    this.#readiness?.fail(error);
    this.emitter.emit('error', error);
  }

  /** A message that was found for `readable`, and not received. */
  #dropFound(): void {
    const found = this.receiver.drop();
    if (found === undefined) return;
    this.engine.traffic.dropped.unread++;
    this.emitter.emit('dropped', { reason: 'unread', count: 1, peer: found.peer });
  }

  async #close(linger: number): Promise<void> {
    const deadline = performance.now() + linger;
    this.#dropFound();
    this.engine.halt?.();
    const replied = this.draining.replied(linger);
    if (replied !== undefined) await replied;
    const refusal = closedWhilePendingError(this.definition.className);
    this.#refusal = refusal;
    this.receiver.fail(refusal);
    this.#conditions.fail(refusal);
    this.#readiness?.fail(refusal);
    this.sender.failNotBegun(refusal);
    await this.#endpoints.bindsSettled;
    if (this.sender.waiting > 0 && linger > 0) await this.sender.drained(linger);
    this.sender.end(refusal);
    await this.engine.close(Math.max(0, Math.round(deadline - performance.now())));
    // What the engine had in hand, and has not said to be sent.
    this.sender.fail(refusal, true);
    this.#contextAccess.leave(this.#context, this);
    liveSockets.delete(this);
    openSockets.delete(this);
    this.#endpoints.emitClosed();
    this.emitter.emit('closed', {});
  }
}

function protocolsOf({ protocols }: SocketTypeDefinition, carried: readonly string[]): readonly string[] {
  return protocols === undefined ? carried : carried.filter((protocol) => protocols.includes(protocol));
}
