import type { EndpointAction, EndpointSyntax, ParsedEndpoint, RequestedEndpoint } from '../endpoint/index.js';
import type { EngineSocket } from '../engine/engine.js';
import { onlyBind } from '../errors/only-bind.js';
import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { Emitter } from '../events/emitter.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import { bindFreePort, bindFreePortSync } from './bind-free-port.js';
import { queueMicrotask } from '../runtime/timers.js';
import type { ConnectedPeers } from './connected-peers.js';
import type { EndpointEntry } from './endpoint-table.js';
import { EndpointTable } from './endpoint-table.js';
import { closedError, closedWhilePendingError } from './errors.js';

/** What an engine carries. */
export interface CarriedProtocols {
  readonly name: string;
  readonly protocols: readonly string[];
}

/** What {@link SocketEndpoints} need of their socket. */
export interface SocketEndpointsHost {
  readonly definition: SocketTypeDefinition;
  readonly carried: CarriedProtocols;
  readonly syntax: EndpointSyntax;
  readonly engine: EngineSocket;
  readonly emitter: Emitter;
  readonly peers: ConnectedPeers;
  closed(): boolean;
}

/** The endpoints that a socket has bound and connected, and the calls that bind and connect them. */
export class SocketEndpoints {
  readonly #host: SocketEndpointsHost;
  readonly #table = new EndpointTable();
  #last: string | null = null;
  #pending = 0;
  #bindsSettled: Promise<unknown> = Promise.resolve();

  constructor(host: SocketEndpointsHost) {
    this.#host = host;
  }

  /** The endpoint bound or connected last. */
  get last(): string | null {
    return this.#last;
  }

  /** All that are bound and connected. */
  get all(): readonly string[] {
    return this.#table.names();
  }

  /** The number of pending calls of `bind` and `unbind`. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves when no bind is pending. */
  get bindsSettled(): Promise<unknown> {
    return this.#bindsSettled;
  }

  /**
   * Binds and connects the endpoints of the constructor.
   *
   * @param bindFailed Called before it rejects because one cannot be bound.
   */
  async start(requested: readonly RequestedEndpoint[], bindFailed: (error: ZMQError) => void): Promise<void> {
    const binds: Promise<string>[] = [];
    for (const { action, endpoint, given } of requested) {
      if (action === 'bind') binds.push(this.#bind(endpoint, given));
      else this.#connect(endpoint, given);
    }
    try {
      await Promise.all(binds);
    } catch (error) {
      bindFailed(error as ZMQError);
      throw error;
    }
  }

  async bind(text: string): Promise<string> {
    this.#assertNotClosed();
    const endpoint = this.#host.syntax.forBind(text);
    checkProtocol(this.#host.carried, endpoint.parsed.protocol, text);
    return this.#bind(endpoint, text);
  }

  bindSync(text: string): string {
    this.#assertNotClosed();
    const { syntax, engine, emitter, carried } = this.#host;
    const endpoint = syntax.forBind(text);
    checkProtocol(carried, endpoint.parsed.protocol, text);
    let resolved: string;
    try {
      resolved = bindFreePortSync(syntax, endpoint, text, (candidate) => {
        if (engine.bindSync === undefined) throw onlyBind(candidate);
        return engine.bindSync(candidate);
      });
    } catch (error) {
      queueMicrotask(() => emitter.emit('bind-failed', { endpoint: endpoint.text, error: error as Error }));
      throw error;
    }
    this.#table.add({ action: 'bind', given: text, resolved, endpoint });
    this.#last = resolved;
    queueMicrotask(() => emitter.emit('listening', { endpoint: resolved }));
    return resolved;
  }

  connect(text: string, routingId?: Uint8Array): void {
    this.#assertNotClosed();
    const endpoint = this.#host.syntax.forConnect(text);
    checkProtocol(this.#host.carried, endpoint.parsed.protocol, text);
    this.#connect(endpoint, text, routingId);
  }

  async unbind(text: string): Promise<void> {
    this.#assertNotClosed();
    const entry = this.#take('bind', text);
    this.#host.peers.left(entry.resolved);
    this.#pending++;
    try {
      await this.#host.engine.unbind(entry.resolved);
    } finally {
      this.#pending--;
    }
    this.#host.emitter.emit('closed', { endpoint: entry.resolved });
  }

  disconnect(text: string): void {
    this.#assertNotClosed();
    const entry = this.#take('connect', text);
    this.#host.peers.left(entry.resolved);
    this.#host.engine.disconnect(entry.endpoint);
    this.#host.emitter.emit('closed', { endpoint: entry.resolved });
  }

  /** The socket is closed. */
  emitClosed(): void {
    for (const { resolved } of this.#table.takeAll()) this.#host.emitter.emit('closed', { endpoint: resolved });
  }

  async #bind(endpoint: ParsedEndpoint, given: string): Promise<string> {
    const { syntax, engine, emitter, definition } = this.#host;
    const bound = bindFreePort(syntax, endpoint, given, (candidate) => engine.bind(candidate));
    this.#bindsSettled = Promise.allSettled([this.#bindsSettled, bound]);
    let resolved: string;
    this.#pending++;
    try {
      resolved = await bound;
    } catch (error) {
      if (!this.#host.closed()) emitter.emit('bind-failed', { endpoint: endpoint.text, error: error as Error });
      throw error;
    } finally {
      this.#pending--;
    }
    if (this.#host.closed()) throw closedWhilePendingError(definition.className);
    this.#table.add({ action: 'bind', given, resolved, endpoint });
    this.#host.peers.opened('bind', resolved);
    this.#last = resolved;
    emitter.emit('listening', { endpoint: resolved });
    return resolved;
  }

  #connect(endpoint: ParsedEndpoint, given: string, routingId?: Uint8Array): void {
    const { text: resolved } = endpoint;
    if (this.#host.definition.connectsOnce === true && this.#table.has('connect', resolved)) return;
    this.#host.engine.connect(endpoint, routingId);
    this.#table.add({ action: 'connect', given, resolved, endpoint });
    this.#host.peers.opened('connect', resolved);
    this.#last = resolved;
  }

  #assertNotClosed(): void {
    if (this.#host.closed()) throw closedError(this.#host.definition.className);
  }

  #take(action: EndpointAction, text: string): EndpointEntry {
    const entry = this.#table.take(action, text) ?? this.#table.take(action, this.#host.syntax.canonical(text));
    if (entry !== undefined) return entry;
    const done = action === 'bind' ? 'bound to' : 'connected to';
    const known = this.#table.list(action);
    const advice = known.length === 0 ? `It is ${done} nothing.` : `It is ${done} ${known.join(', ')}.`;
    const { className } = this.#host.definition;
    throw new ZMQError('ENOENT', `This ${className} is not ${done} ${showValue(text)}. ${advice}`, { endpoint: text });
  }
}

/** @throws ZMQError `EPROTONOSUPPORT` for a protocol that the engine does not carry. */
export function checkProtocol({ name, protocols }: CarriedProtocols, protocol: string, text: string): void {
  if (protocols.includes(protocol)) return;
  throw new ZMQError(
    'EPROTONOSUPPORT',
    `The engine ${name} does not carry ${protocol}:// (in ${showValue(text)}); it carries ${protocols.join(', ')}.`,
    { endpoint: text },
  );
}
