import type { ContextAccess, ContextMember, ZMQContext } from '../context/zmq-context.js';
import type { EndpointAction, EndpointSyntax, ParsedEndpoint, RequestedEndpoint } from '../endpoint/index.js';
import type { Engine, EngineEvents, EngineSocket } from '../engine/engine.js';
import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import { Emitter } from '../events/emitter.js';
import type { SocketEventName, SocketEvents } from '../events/events.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { acceptedOptions, type AcceptedOptions } from '../options/accepted-options.js';
import { assertTold, changedOption } from '../options/change-option.js';
import { resolveOptions } from '../options/resolve-options.js';
import { checkCallOptions, checkCount } from '../options/call-options.js';
import type { CloseOptions } from '../options/close-options.js';
import { CLOSE_OPTION_CHECKS } from '../options/close-options.js';
import type { WaitOptions } from '../options/timing.js';
import { WAIT_OPTION_CHECKS } from '../options/timing.js';
import type { SendReceiveState, SendReceiveHost } from '../pattern/lockstep.js';
import type { Forgettable } from '../life/forgotten-sockets.js';
import { forgottenSockets } from '../life/forgotten-sockets.js';
import type { LiveSocket } from '../life/flush-at-exit.js';
import { liveSockets } from '../life/flush-at-exit.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import { checkSeam, ROUTING_SEAM } from '../registry/seams.js';
import { copyBytes } from '../runtime/bytes.js';
import { bindFreePort } from './bind-free-port.js';
import { Conditions } from './condition-waiters.js';
import { EndpointTable } from './endpoint-table.js';
import { closedError, closedWhilePendingError } from './errors.js';
import { resolveContext } from './resolve-context.js';
import { keepAlive } from '../runtime/keep-alive.js';
import { Readiness } from './readiness.js';
import { Receiver } from './receiver.js';
import { Sender } from './sender.js';
import type { SocketStats } from './stats.js';
import { clearTimeout, performance, queueMicrotask, setTimeout } from '../runtime/timers.js';

const CONNECTED_OPTION_CHECKS = { peers: checkCount(), ...WAIT_OPTION_CHECKS };

/** The events that say why a peer is not connected. */
const CONNECTION_FAILURES: ReadonlySet<SocketEventName> = new Set(['connect-retried', 'handshake-failed']);

/**
 * The inside of every socket: what the classes of the pattern packages are a face of.
 *
 * ```
 *   ZMQRequest … ZMQPair          the face: typed members, docs
 *        │
 *   SocketCore ── Sender          sends that wait      ┐
 *        │     ── Receiver        receives that wait   ├ the same on every engine
 *        │     ── Conditions      connected(), …       │
 *        │     ── EndpointTable, Emitter                ┘
 *        │
 *   EngineSocket                  libzmq, …
 * ```
 */
export class SocketCore implements EngineEvents, ContextMember, SendReceiveHost, Forgettable, LiveSocket {
  readonly definition: SocketTypeDefinition;
  /** As they are now; another object after each change. */
  options: ResolvedOptions;
  readonly engine: EngineSocket;
  readonly engineName: string;
  readonly exchange: SendReceiveState | undefined;
  readonly emitter = new Emitter();
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly ready: Promise<void>;
  sendTimeout: number;
  receiveTimeout: number;

  readonly #accepted: AcceptedOptions;
  /** The options that concern security, as they were given. */
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #context: ZMQContext;
  readonly #contextAccess: ContextAccess;
  readonly #book = new EndpointTable();
  readonly #conditions: Conditions;
  #readiness: Readiness | undefined;
  readonly #warningOf: (options: ResolvedOptions) => string | undefined;
  readonly #protocols: readonly string[];
  readonly #endpoints: EndpointSyntax;
  #binding: Promise<unknown> = Promise.resolve();
  #endpoint: string | null = null;
  #refusal: ZMQError | undefined;
  #closing: Promise<void> | undefined;
  /** The number of pending calls of `bind` and `unbind`. */
  #underWay = 0;
  #peers = 0;
  /** Why the last connection or handshake has failed, until one succeeds. */
  #failure: Error | undefined;
  #ignored = 0;

  constructor(definition: SocketTypeDefinition, endpoint: string | readonly string[] | undefined, options: unknown) {
    this.definition = definition;
    checkSeam(`The definition of ${definition.className}`, definition.seam, ROUTING_SEAM);
    const { context, contextAccess, engine, options: others } = resolveContext(options);
    this.#accepted = acceptedOptions(definition, engine);
    this.options = resolveOptions(definition.type, others, this.#accepted);
    this.#given = givenSecurity(others, this.#accepted);
    const listed = endpoint === undefined ? [] : engine.endpoints.list(endpoint, definition.defaultAction);
    this.#context = context;
    this.#contextAccess = contextAccess;
    this.#protocols = engine.protocols;
    this.#endpoints = engine.endpoints;
    for (const item of listed) this.#checkProtocol(engine, item.endpoint.parsed.protocol, item.given);
    this.engineName = engine.name;
    this.exchange = definition.exchange?.(this);
    this.sendTimeout = this.options.sendTimeout;
    this.receiveTimeout = this.options.receiveTimeout;
    contextAccess.enter(context, this);
    try {
      const { rules } = this.#accepted;
      this.engine = engine.open({ definition, options: this.options, rules, context: this.#context, sink: this });
    } catch (error) {
      contextAccess.leave(context, this);
      throw error;
    }
    this.#conditions = new Conditions(
      (waiting) => this.engine.watch(waiting),
      () => this.connectionFailure(),
    );
    this.sender = new Sender(this);
    this.receiver = new Receiver(this);
    liveSockets.add(this);
    this.ready = this.#start(listed);
    this.ready.catch(() => {});
    this.#warn(engine.security.warningOf(this.options.security));
    this.#warningOf = (each) => engine.warningOf?.(each, this.#accepted.rules);
    this.#warn(this.#warningOf(this.options));
  }

  get endpoint(): string | null {
    return this.#endpoint;
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** The error of every further call, if the socket can no longer send or receive. */
  refusal(): ZMQError | undefined {
    if (this.#refusal === undefined || !this.closed) return this.#refusal;
    return closedError(this.definition.className);
  }

  /** Why no peer is connected, if none is and the reason is known. */
  connectionFailure(): Error | undefined {
    return this.#peers === 0 ? this.#failure : undefined;
  }

  /** @throws ZMQError `ENOTSOCK` on a closed socket; why its constructor's bind failed, if it did. */
  assertOpen(): void {
    const refusal = this.refusal();
    if (refusal !== undefined) throw refusal;
  }

  async bind(text: string): Promise<string> {
    this.#assertNotClosed();
    const endpoint = this.#endpoints.forBind(text);
    this.#checkProtocol(undefined, endpoint.parsed.protocol, text);
    return this.#bind(endpoint, text);
  }

  connect(text: string): void {
    this.#assertNotClosed();
    const endpoint = this.#endpoints.forConnect(text);
    this.#checkProtocol(undefined, endpoint.parsed.protocol, text);
    this.#connect(endpoint, text);
  }

  async unbind(text: string): Promise<void> {
    this.#assertNotClosed();
    const entry = this.#take('bind', text);
    this.#underWay++;
    try {
      await this.engine.unbind(entry.resolved);
    } finally {
      this.#underWay--;
    }
    this.emitter.emit('closed', { endpoint: entry.resolved });
  }

  disconnect(text: string): void {
    this.#assertNotClosed();
    const entry = this.#take('connect', text);
    this.#failure = undefined;
    this.engine.disconnect(entry.endpoint);
    this.emitter.emit('closed', { endpoint: entry.resolved });
  }

  setOption(name: string, value: unknown): void {
    this.#assertNotClosed();
    const changed = changedOption(this.#accepted, this.definition.type, name, value);
    const options: ResolvedOptions = { ...this.options, [name]: changed };
    this.engine.optionChanged?.(name, options);
    const warning = this.#warningOf(options);
    if (warning !== this.#warningOf(this.options)) this.#warn(warning);
    this.options = options;
    this.sendTimeout = options.sendTimeout;
    this.receiveTimeout = options.receiveTimeout;
  }

  getOption(name: string): unknown {
    if (name === 'context') return this.#context;
    if (name === 'engine') return this.engineName;
    assertTold(this.#accepted, this.definition.type, name);
    if (Object.hasOwn(this.#accepted.security.rules, name)) {
      return this.#given[name] ?? this.#accepted.rules[name]?.fallback;
    }
    const value = (this.options as unknown as Readonly<Record<string, unknown>>)[name];
    return value instanceof Uint8Array ? copyBytes(value, 0, value.byteLength) : value;
  }

  connected(options: WaitOptions & { readonly peers?: number | undefined }): Promise<void> {
    try {
      checkCallOptions('connected', options, CONNECTED_OPTION_CHECKS);
    } catch (error) {
      return Promise.reject(error);
    }
    const { peers = 1 } = options;
    const what =
      peers === 1 ? 'No peer has completed the handshake' : `Not all of ${peers} peers have completed the handshake`;
    return this.waitFor(() => this.#peers >= peers, what, options);
  }

  /**
   * Resolves once a condition holds. It is looked at again whenever peers or subscriptions change.
   *
   * @param options Checked by the caller, see `checkCallOptions`.
   */
  waitFor(condition: () => boolean, what: string, options: WaitOptions = {}): Promise<void> {
    const refusal = this.refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    return this.#conditions.wait(condition, what, options);
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
      return Promise.reject(error);
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
    if (sender.awaited + receiver.waiting + conditions + this.#underWay > 0 || emitter.listening) return false;
    // A close keeps the process alive. Messages that no peer can receive must not: they are handled at the end of the
    // process.
    const linger = Math.max(0, options.linger - Math.round(forgottenForMs));
    if ((this.engine.queued().outgoing ?? 0) + sender.waiting > 0 && linger > 0) return false;
    this.close({ linger }).catch(() => {});
    return true;
  }

  /** @see LiveSocket.closeAtExit */
  async closeAtExit(): Promise<void> {
    if (this.closed) return;
    // Sends that the program waits for hold the process: those that are left are like messages in a queue.
    if (this.sender.waiting === 0) await this.engine.closeAtExit?.();
    else await this.close(this.engine.reachable === false ? { linger: 0 } : {});
  }

  stats(): SocketStats {
    const { traffic } = this.engine;
    const { incoming, outgoing } = this.engine.queued();
    return {
      messagesSent: traffic.messagesSent,
      bytesSent: traffic.bytesSent,
      messagesReceived: traffic.messagesReceived,
      bytesReceived: traffic.bytesReceived,
      ignored: this.#ignored,
      dropped: { ...traffic.dropped },
      peers: this.#peers,
      waitingSends: this.sender.waiting,
      queuedOutgoing: outgoing,
      queuedIncoming: incoming,
    };
  }

  // What the sender reports.

  ignored(expectation: string): void {
    this.#ignored++;
    this.emitter.emit('ignored', { reason: expectation });
  }

  exchangeAdvanced(): void {
    this.receiver.pump();
    this.#orderChanged();
  }

  exchangeFailed(): void {
    this.receiver.refuseOutOfOrder();
    this.#orderChanged();
  }

  sendsDone(): void {
    this.#readiness?.check();
  }

  // What the receiver reports.

  exchangeDelivered(): void {
    this.#orderChanged();
  }

  receivesDone(): void {
    this.#readiness?.check();
  }

  // What the exchange asks for.

  get waitingSends(): number {
    return this.sender.waiting;
  }

  abandonRequest(): void {
    if (!this.closed) this.engine.abandonRequest?.();
  }

  failReceives(error: ZMQError): void {
    this.receiver.fail(error);
  }

  // What the engine reports.

  readable(): void {
    this.receiver.pump();
    this.#readiness?.check();
  }

  writable(taken: boolean): void {
    this.sender.writable(taken);
    // A request() waits for room, too.
    this.#conditions.check();
    this.#readiness?.check();
  }

  subscriptionsChanged(): void {
    this.#conditions.check();
  }

  requestLost(): void {
    this.exchange?.requestLost?.();
  }

  event<N extends SocketEventName>(name: N, event: SocketEvents[N]): void {
    if (name === 'handshake-succeeded') {
      this.#peers++;
      this.#failure = undefined;
    } else if (name === 'disconnected') this.#peers--;
    else if (CONNECTION_FAILURES.has(name)) this.#failure = event.error ?? this.#failure;
    this.emitter.emit(name, event);
    this.#conditions.check();
  }

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

  async #start(listed: readonly RequestedEndpoint[]): Promise<void> {
    const binds: Promise<string>[] = [];
    for (const { action, endpoint, given } of listed) {
      if (action === 'bind') binds.push(this.#bind(endpoint, given));
      else this.#connect(endpoint, given);
    }
    try {
      await Promise.all(binds);
    } catch (error) {
      if (this.#refusal === undefined) {
        this.#refuse(error as ZMQError);
        this.emitter.emit('error', error as ZMQError);
      }
      throw error;
    }
  }

  async #bind(endpoint: ParsedEndpoint, given: string): Promise<string> {
    const bound = bindFreePort(this.#endpoints, endpoint, given, (candidate) => this.engine.bind(candidate));
    this.#binding = Promise.allSettled([this.#binding, bound]);
    let resolved: string;
    this.#underWay++;
    try {
      resolved = await bound;
    } catch (error) {
      if (!this.closed) this.emitter.emit('bind-failed', { endpoint: endpoint.text, error: error as Error });
      throw error;
    } finally {
      this.#underWay--;
    }
    if (this.closed) throw closedWhilePendingError(this.definition.className);
    this.#book.add({ action: 'bind', given, resolved, endpoint });
    this.#endpoint = resolved;
    this.emitter.emit('listening', { endpoint: resolved });
    return resolved;
  }

  #connect(endpoint: ParsedEndpoint, given: string): void {
    const { text: resolved } = endpoint;
    if (this.definition.connectsOnce === true && this.#book.list('connect').includes(resolved)) return;
    this.engine.connect(endpoint);
    this.#book.add({ action: 'connect', given, resolved, endpoint });
    this.#endpoint = resolved;
  }

  #take(action: EndpointAction, text: string): ReturnType<EndpointTable['takeAll']>[number] {
    const entry = this.#book.take(action, text) ?? this.#book.take(action, this.#endpoints.canonical(text));
    if (entry !== undefined) return entry;
    const done = action === 'bind' ? 'bound to' : 'connected to';
    const known = this.#book.list(action);
    const advice = known.length === 0 ? `It is ${done} nothing.` : `It is ${done} ${known.join(', ')}.`;
    throw new ZMQError('ENOENT', `This ${this.definition.className} is not ${done} ${showValue(text)}. ${advice}`, {
      endpoint: text,
    });
  }

  async #close(linger: number): Promise<void> {
    const deadline = performance.now() + linger;
    const refusal = closedWhilePendingError(this.definition.className);
    this.#refusal = refusal;
    this.receiver.fail(refusal);
    this.#conditions.fail(refusal);
    this.#readiness?.fail(refusal);
    this.engine.halt?.();
    await this.#binding;
    if (this.sender.waiting > 0 && linger > 0) await this.#drain(linger);
    this.sender.end(refusal);
    await this.engine.close(Math.max(0, Math.round(deadline - performance.now())));
    // What the engine had in hand, and has not said to be sent.
    this.sender.fail(refusal, true);
    this.#contextAccess.leave(this.#context, this);
    liveSockets.delete(this);
    for (const { resolved } of this.#book.takeAll()) this.emitter.emit('closed', { endpoint: resolved });
    this.emitter.emit('closed', {});
  }

  async #drain(linger: number): Promise<void> {
    if (linger === Infinity) return this.sender.drained();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, linger);
    });
    await Promise.race([this.sender.drained(), over]);
    clearTimeout(timer);
  }

  /** Rejects all pending and all later operations with an error. */
  #refuse(error: ZMQError): void {
    this.#refusal = error;
    this.sender.fail(error);
    this.receiver.fail(error);
    this.#conditions.fail(error);
    this.#readiness?.fail(error);
  }

  #assertNotClosed(): void {
    if (this.closed) throw closedError(this.definition.className);
  }

  #checkProtocol(engine: Engine | undefined, protocol: string, text: string): void {
    const protocols = engine?.protocols ?? this.#protocols;
    if (protocols.includes(protocol)) return;
    throw new ZMQError(
      'EPROTONOSUPPORT',
      `The engine ${engine?.name ?? this.engineName} does not carry ${protocol}:// (in ${showValue(text)}); ` +
        `it carries ${protocols.join(', ')}.`,
      { endpoint: text },
    );
  }
}

/** The options that concern security, of which only what is no secret is kept. */
function givenSecurity(given: object, { rules, security }: AcceptedOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => value !== null && Object.hasOwn(security.rules, name) && rules[name]?.confidential !== true,
    ),
  );
}
