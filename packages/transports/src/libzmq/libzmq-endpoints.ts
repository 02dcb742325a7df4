import type { Endpoint, OpenSocket, ParsedEndpoint, ResolvedOptions, SocketCounters } from '@zeromq-ts/core/spi';
import { formatEndpoint, onlyBind, ZMQError } from '@zeromq-ts/core/spi';
import { addressToBind } from './bind-address.js';
import { type CommandProcessor, SAFE_PROCESS_INTERVAL_MS } from './command-processor.js';
import type { ConnectionTracker, RaiseEvent } from './connection-tracker.js';
import type { EngineContext } from './engine-context.js';
import { bindErrorOf, explainBind } from './explain-bind.js';
import type { Inbound } from './inbound.js';
import { InprocEndpoints } from './inproc-endpoints.js';
import { withIpv6 } from './ipv6-literal.js';
import { OPTIONS } from './libzmq-numbers.js';
import type { LibzmqSocketOptions } from './libzmq-socket-options.js';
import type { Monitor } from './monitor.js';
import type { NativeError, NativeEvent } from './native-binding.js';
import type { NativeSocketState } from './native-socket-state.js';
import { PathEndpoints } from './path-endpoints.js';
import type { RequestTracker } from './request-tracker.js';
import { AssignedRoutingIds } from './assigned-routing-ids.js';
import { checkHeartbeats, checkWebSocket, asWebSocket, type WebSocketConditions } from './web-socket-endpoint.js';
import { assertCarriedHere } from './worker-thread.js';

/** What {@link LibzmqEndpoints} need of their socket. */
export interface LibzmqEndpointsHost {
  readonly definition: OpenSocket['definition'];
  readonly context: EngineContext;
  readonly state: NativeSocketState;
  readonly monitor: Monitor;
  readonly inbound: Inbound;
  readonly commands: CommandProcessor;
  readonly tracker: ConnectionTracker;
  /** Of a REQ. */
  readonly requests: RequestTracker | undefined;
  readonly traffic: SocketCounters;
  /** As they are now. */
  options(): LibzmqSocketOptions;
  readonly raise: RaiseEvent;
}

/** The bound and connected endpoints of one socket of libzmq. */
export class LibzmqEndpoints {
  readonly #host: LibzmqEndpointsHost;
  readonly #inproc: InprocEndpoints;
  readonly #paths: PathEndpoints;
  readonly #connected = new Map<string, ParsedEndpoint>();
  readonly #assigned: AssignedRoutingIds;
  #mayBeIpc = false;
  /** The first ws endpoint that the socket had. */
  #webSocket: string | undefined;

  constructor(host: LibzmqEndpointsHost) {
    this.#host = host;
    const { definition, context, state, monitor, commands, traffic, raise } = host;
    const detach = (endpoint: string): void => this.#detach(endpoint);
    this.#assigned = new AssignedRoutingIds(state.socket);
    this.#paths = new PathEndpoints({ state, monitor, detach, wakePending: () => commands.wakePending() });
    this.#inproc = new InprocEndpoints(context.directory, {
      definition,
      conflates: () => host.options().conflate === true,
      raise,
      sent: () => traffic.messagesSent,
      attach: (endpoint) => {
        this.#assigned.apply(endpoint);
        state.socket.connect(endpoint);
        commands.wakePending();
      },
      detach,
      look: () => {
        if (!state.closed) commands.process();
      },
      vacate: (done) => {
        commands.process();
        // libzmq turns away the next peer of a PAIR, for good, as long as it has the last one.
        commands.processUntilEnded(done, definition.exclusive === true ? SAFE_PROCESS_INTERVAL_MS : undefined);
      },
    });
  }

  /** Whether the socket has, or had, an ipc endpoint. */
  get mayBeIpc(): boolean {
    return this.#mayBeIpc;
  }

  /** Whether there is a connected endpoint, or one bound to an inproc name. */
  get connectedOrInproc(): boolean {
    return this.#connected.size > 0 || this.#inproc.boundCount > 0;
  }

  /** Whether anything is bound. */
  get bound(): boolean {
    return this.#inproc.boundCount > 0 || this.#host.tracker.bound;
  }

  async bind(endpoint: ParsedEndpoint): Promise<string> {
    const { monitor, tracker } = this.#host;
    this.#admit(endpoint);
    const address = await addressToBind(endpoint.parsed, this.#host.options().ipv6);
    const text = address === endpoint.parsed ? endpoint.text : formatEndpoint(address);
    assertCarriedHere(address, text);
    this.#mayBeIpc ||= address.protocol === 'ipc';
    let bound = text;
    if (address.protocol === 'ipc' && address.address.kind === 'pathname') {
      await this.#paths.bind(address.address.path, text);
    } else {
      bound = await this.#bindNative(address, text);
    }
    if (address.protocol === 'inproc') this.#inproc.bound(bound);
    else tracker.enter('bind', bound, address);
    monitor.expect();
    return bound;
  }

  /** @throws ZMQError `ENOTSUP` for a host name, and an ipc path at which there is a socket. */
  bindSync(endpoint: ParsedEndpoint): string {
    const { monitor, tracker, state } = this.#host;
    this.#admit(endpoint);
    const address = addressToBind(endpoint.parsed, this.#host.options().ipv6);
    if (address instanceof Promise) {
      address.catch(() => {});
      throw onlyBind(endpoint);
    }
    const text = address === endpoint.parsed ? endpoint.text : formatEndpoint(address);
    assertCarriedHere(address, text);
    this.#mayBeIpc ||= address.protocol === 'ipc';
    const bound = this.#bindNow(address, text);
    if (address.protocol === 'inproc') this.#inproc.bound(bound);
    else tracker.enter('bind', bound, address);
    monitor.expect();
    state.assertOpen();
    return bound;
  }

  async unbind(endpoint: string): Promise<void> {
    const { tracker, monitor, commands } = this.#host;
    const native = this.#paths.release(endpoint) ?? endpoint;
    if (this.#inproc.unbind(endpoint)) {
      commands.wakePending();
      return;
    }
    this.#detach(native);
    tracker.leave('bind', endpoint);
    commands.processUntilEnded();
    commands.wakePending();
    await monitor.listenerClosed(native);
    this.#paths.forget(native);
  }

  connect(given: ParsedEndpoint, routingId?: Uint8Array): void {
    const { parsed, text: endpoint } = given;
    const { tracker, monitor, requests, commands } = this.#host;
    assertCarriedHere(parsed, endpoint);
    this.#admit(given);
    this.#assigned.enter(endpoint, routingId, this.#connected.has(endpoint));
    this.#mayBeIpc ||= parsed.protocol === 'ipc';
    if (parsed.protocol === 'inproc') this.#shareNothing();
    try {
      if (parsed.protocol === 'inproc') this.#inproc.connect(endpoint);
      else this.#connectNative(endpoint, parsed);
    } catch (cause) {
      this.#assigned.leave(endpoint);
      const code = (cause as NativeError).code ?? 'EINVAL';
      throw new ZMQError(code, `Cannot connect to ${endpoint}: ${(cause as Error).message}.`, { endpoint, cause });
    }
    this.#connected.set(endpoint, given);
    requests?.connected(endpoint);
    if (parsed.protocol !== 'inproc') tracker.enter('connect', endpoint, parsed);
    monitor.expect();
    commands.wakePending();
  }

  disconnect({ parsed, text: endpoint }: ParsedEndpoint): void {
    const { tracker, requests, commands } = this.#host;
    requests?.disconnecting(endpoint);
    this.#assigned.leave(endpoint);
    if (parsed.protocol === 'inproc') {
      if (!this.#inproc.disconnect(endpoint)) this.#connected.delete(endpoint);
    } else {
      const others = tracker.copies(endpoint) - 1;
      this.#detach(endpoint);
      tracker.leave('connect', endpoint);
      // libzmq ends all connections to an endpoint at once.
      for (let left = others; left > 0; left--) {
        this.#connectNative(endpoint, parsed);
        tracker.enter('connect', endpoint, parsed);
      }
      if (others <= 0) this.#connected.delete(endpoint);
      commands.processUntilEnded();
    }
    commands.wakePending();
  }

  /** Replaces all connections of a REQ, and with them the messages in their queues. */
  replaceConnections(requests: RequestTracker): void {
    const connected = new Map(this.#connected);
    const order = requests.beginReplacement();
    for (const endpoint of order) this.disconnect(connected.get(endpoint) as ParsedEndpoint);
    // Asked whether there is room, libzmq sets the old pipes aside, so that the new ones are used in this order.
    void this.#host.state.socket.writable;
    for (const endpoint of order) this.connect(connected.get(endpoint) as ParsedEndpoint);
    requests.endReplacement();
  }

  /** Options are about to change. @throws ZMQError `ENOTSUP` for heartbeats that endanger the process. */
  optionsChange({ heartbeatInterval, security }: ResolvedOptions): void {
    if (this.#webSocket !== undefined) {
      checkHeartbeats({ heartbeatInterval, mechanism: security.mechanism }, this.#webSocket);
    }
  }

  /** An event of libzmq, with the endpoint that the application knows. */
  publicEvent(event: NativeEvent): NativeEvent {
    return this.#paths.publicEvent(event);
  }

  /** To be called before the native socket is closed. */
  beginClose(): void {
    this.#paths.releaseAll();
    this.#inproc.beginClose();
  }

  /** To be called after that; resolves when all is delivered over inproc, or linger has expired. */
  endClose(linger: number): Promise<void> {
    return this.#inproc.endClose(linger);
  }

  #admit(endpoint: ParsedEndpoint): void {
    const { heartbeatInterval, security } = this.#host.options();
    const conditions: WebSocketConditions = { heartbeatInterval, mechanism: security.mechanism };
    checkWebSocket(endpoint, conditions);
    if (asWebSocket(endpoint.parsed) !== undefined) this.#webSocket ??= endpoint.text;
  }

  async #bindNative(address: Endpoint, text: string): Promise<string> {
    try {
      this.#bindAtOnce(address, text);
    } catch (error) {
      throw await explainBind(this.#host.monitor, error, text);
    }
    return this.#lastEndpoint(text);
  }

  #bindNow(address: Endpoint, text: string): string {
    if (address.protocol === 'ipc' && address.address.kind === 'pathname') {
      this.#paths.bindNow(address.address.path, text);
      return text;
    }
    try {
      this.#bindAtOnce(address, text);
    } catch (error) {
      throw bindErrorOf(error, text);
    }
    return this.#lastEndpoint(text);
  }

  #bindAtOnce(address: Endpoint, text: string): void {
    const { state, monitor } = this.#host;
    state.assertOpen();
    if (address.protocol === 'inproc') this.#shareNothing();
    else monitor.start();
    withIpv6(state.socket, address, this.#host.options().ipv6, () => state.socket.bindSync(text));
  }

  #lastEndpoint(text: string): string {
    const { state, commands } = this.#host;
    const bound = state.socket.getStringOption(OPTIONS.LAST_ENDPOINT) ?? text;
    commands.wakePending();
    return bound;
  }

  #connectNative(endpoint: string, parsed: Endpoint): void {
    const { state, monitor } = this.#host;
    monitor.start();
    this.#assigned.apply(endpoint);
    withIpv6(state.socket, parsed, this.#host.options().ipv6, () => state.socket.connect(endpoint));
  }

  /** zmq_unbind and zmq_disconnect are the same call; the binding's own unbind blocks the socket meanwhile. */
  #detach(endpoint: string): void {
    const { state, inbound, requests } = this.#host;
    // A REQ reads frame by frame without looking ahead, and its reply is for the request that is being given up.
    if (requests === undefined) inbound.takeOver();
    try {
      state.socket.disconnect(endpoint);
    } catch (error) {
      // The connection has ended on its own, as that of an inproc peer that has closed.
      if ((error as NativeError).code !== 'ENOENT') throw error;
    }
  }

  /** Over inproc, libzmq gives the subscribers of a publisher the same memory. */
  #shareNothing(): void {
    if (this.#host.definition.subscriptions === 'sent') this.#host.inbound.copyFrames();
  }
}
