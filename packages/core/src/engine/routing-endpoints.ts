import type { ParsedEndpoint } from '../endpoint/index.js';
import { onlyBind } from '../errors/only-bind.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { HandshakeFailedEvent, PeerInfo, SocketEventName, SocketEvents } from '../events/events.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { LinkEvents, PeerLink } from '../transport/peer-link.js';
import type { ConnectionEvents, LinkFailure, Listener, LocalSocket, Transport } from '../transport/transport.js';
import type { DialerEvents } from './dialer.js';
import { Dialer } from './dialer.js';
import type { PeerPipe } from './peer-pipe.js';
import type { ConnectedEndpoint, RoutingPipes } from './routing-pipes.js';
import type { WatchedRouting } from './watched-routing.js';

/** A bound endpoint. */
interface BoundEndpoint {
  endpoint: string;
  /** As they were when it was bound. */
  readonly options: ResolvedOptions;
}

/** What {@link RoutingEndpoints} need of their socket. */
export interface RoutingEndpointsHost {
  readonly transports: ReadonlyMap<string, Transport>;
  readonly routing: WatchedRouting;
  readonly pipes: RoutingPipes;
  /** With the options as they are now. */
  local(): LocalSocket;
  /** Whether the socket is being closed. */
  closing(): boolean;
  raise<N extends SocketEventName>(name: N, event: SocketEvents[N]): void;
}

/** The bound and connected endpoints of one socket: a listener or a dialer each, whose links are given to pipes. */
export class RoutingEndpoints {
  readonly #host: RoutingEndpointsHost;
  readonly #listeners = new Map<string, Listener>();
  readonly #connected = new Map<Dialer, ConnectedEndpoint>();
  /** Those that are not leaving, by endpoint, in the order in which they were connected. */
  readonly #staying = new Map<string, Set<ConnectedEndpoint>>();
  readonly #dialerEvents: DialerEvents;
  #accepting = true;

  constructor(host: RoutingEndpointsHost) {
    this.#host = host;
    this.#dialerEvents = {
      attempting: ({ endpoint }) => host.raise('connect-delayed', { endpoint }),
      opened: ({ endpoint }, peer) => host.raise('connected', { endpoint, peer }),
      reserve: (dialer) => this.#reserve(dialer),
      established: (dialer, link) => this.#established(dialer, link),
      failed: ({ endpoint }, failure) => {
        if (failure.opened) host.raise('handshake-failed', handshakeFailed(endpoint, failure));
      },
      retrying: ({ endpoint }, interval, error) => host.raise('connect-retried', { endpoint, interval, error }),
    };
  }

  async bind(endpoint: ParsedEndpoint): Promise<string> {
    const local = this.#host.local();
    const bound: BoundEndpoint = { endpoint: endpoint.text, options: local.options };
    const listener = await this.#transport(endpoint).listen(endpoint, local, {
      accepted: (peer) => this.#accepted(bound, peer),
    });
    bound.endpoint = listener.endpoint;
    if (this.#host.closing() || !this.#accepting) await listener.close();
    else this.#listeners.set(listener.endpoint, listener);
    return listener.endpoint;
  }

  bindSync(endpoint: ParsedEndpoint): string {
    const transport = this.#transport(endpoint);
    if (transport.listenSync === undefined) throw onlyBind(endpoint);
    const local = this.#host.local();
    const bound: BoundEndpoint = { endpoint: endpoint.text, options: local.options };
    const listener = transport.listenSync(endpoint, local, { accepted: (peer) => this.#accepted(bound, peer) });
    bound.endpoint = listener.endpoint;
    this.#listeners.set(listener.endpoint, listener);
    return listener.endpoint;
  }

  async unbind(endpoint: string): Promise<void> {
    const listener = this.#listeners.get(endpoint);
    if (listener === undefined) return;
    this.#listeners.delete(endpoint);
    const free = listener.close();
    this.#host.pipes.leaveBound(endpoint);
    await free;
  }

  connect(endpoint: ParsedEndpoint, routingId: Uint8Array | undefined): void {
    const { pipes, routing } = this.#host;
    if (routingId !== undefined) routing.checkRoutingId(routingId);
    const local = this.#host.local();
    const { options } = local;
    const dialer = new Dialer(this.#transport(endpoint), endpoint, local, this.#dialerEvents);
    const connected: ConnectedEndpoint = {
      dialer,
      options,
      pipe: undefined,
      pipes: new Set(),
      routingId,
      leaving: false,
    };
    this.#connected.set(dialer, connected);
    const others = this.#staying.get(endpoint.text);
    if (others === undefined) this.#staying.set(endpoint.text, new Set([connected]));
    else others.add(connected);
    if (!options.immediate) {
      connected.pipe = pipes.open(endpoint.text, connected, options);
      routing.attached(connected.pipe);
    }
    dialer.start();
  }

  disconnect({ text }: ParsedEndpoint): void {
    const staying = this.#staying.get(text);
    const [connected] = staying ?? [];
    if (staying === undefined || connected === undefined) return;
    staying.delete(connected);
    if (staying.size === 0) this.#staying.delete(text);
    connected.leaving = true;
    this.#host.pipes.leaveConnected(connected);
    this.stopIdle(connected);
  }

  /** Closes the listeners; their peers stay connected. */
  stopAccepting(): void {
    this.#accepting = false;
    for (const listener of this.#listeners.values()) void listener.close();
  }

  /** Disconnects all peers. */
  leaveAll(): void {
    for (const connected of this.#connected.values()) connected.leaving = true;
    this.#staying.clear();
    this.#host.pipes.leaveAll();
    for (const connected of this.#connected.values()) this.stopIdle(connected);
  }

  /** Over a transport that waits for the binder, peers are in this process, which has nothing to do but to wait for them. */
  get reachable(): boolean {
    for (const endpoint of this.#listeners.keys()) {
      if (this.#host.transports.get(endpoint.slice(0, endpoint.indexOf(':')))?.waitsForBind !== true) return true;
    }
    for (const dialer of this.#connected.keys()) if (!dialer.waitsForBind) return true;
    return false;
  }

  /** The link of a connected endpoint is gone: another one is made, unless the endpoint is done with. */
  linkLost(connected: ConnectedEndpoint, pipe: PeerPipe, error: Error | undefined): void {
    if (this.stopIdle(connected)) return;
    if (pipe.renewing) connected.dialer.renew(error);
    else connected.dialer.lost(error);
  }

  /** Ends the attempts of a connected endpoint without queued messages. @returns whether it did. */
  stopIdle(connected: ConnectedEndpoint): boolean {
    const { dialer, pipe, leaving } = connected;
    if (!leaving && !this.#host.closing()) return false;
    if (pipe !== undefined && (pipe.linked || pipe.outgoing > 0)) return false;
    dialer.stop();
    this.#connected.delete(dialer);
    return true;
  }

  /** Stops listening, and connecting to peers for which no message is queued. */
  beginClose(): Promise<void>[] {
    const listeners = [...this.#listeners.values()].map((listener) => listener.close());
    this.#listeners.clear();
    for (const { dialer, pipe } of this.#connected.values()) {
      if (pipe === undefined || pipe.handedOver) dialer.stop();
    }
    return listeners;
  }

  endClose(): void {
    for (const dialer of this.#connected.keys()) dialer.stop();
    this.#connected.clear();
    this.#staying.clear();
  }

  #accepted(bound: BoundEndpoint, peer: PeerInfo): Omit<ConnectionEvents, 'opened'> {
    const { routing, pipes } = this.#host;
    this.#host.raise('accepted', { endpoint: bound.endpoint, peer });
    return {
      reserve: () => routing.reserve(undefined),
      established: (link) => {
        const { endpoint } = bound;
        return pipes.adopt(pipes.open(endpoint, undefined, bound.options), endpoint, link, true);
      },
      failed: (failure) => this.#host.raise('handshake-failed', handshakeFailed(bound.endpoint, failure)),
    };
  }

  #reserve(dialer: Dialer): () => void {
    const connected = this.#connected.get(dialer);
    // Messages written to an endpoint before it was disconnected may still be sent to its next peer.
    return connected?.leaving === true ? () => {} : this.#host.routing.reserve(connected?.pipe);
  }

  #established(dialer: Dialer, link: PeerLink): LinkEvents {
    const { pipes, routing } = this.#host;
    const connected = this.#connected.get(dialer) as ConnectedEndpoint;
    const waiting = connected.pipe;
    // Messages queued for one peer do not go to another.
    if (waiting?.met === true && !routing.survives(waiting, link.peer)) pipes.dismiss(waiting, 'disconnected');
    const pipe = connected.pipe ?? pipes.open(dialer.endpoint, connected, connected.options);
    const isNew = connected.pipe === undefined;
    if (!connected.options.immediate) connected.pipe = pipe;
    return pipes.adopt(pipe, dialer.endpoint, link, isNew);
  }

  #transport({ parsed: { protocol } }: ParsedEndpoint): Transport {
    const transport = this.#host.transports.get(protocol);
    if (transport === undefined) {
      throw new ZMQError('EPROTONOSUPPORT', `This engine does not carry ${protocol}://.`);
    }
    return transport;
  }
}

function handshakeFailed(endpoint: string, { peer, error, status, reason, rule }: LinkFailure): HandshakeFailedEvent {
  const event = { endpoint, peer, error, ...(rule === undefined ? {} : { rule }) };
  return status === undefined && reason === undefined ? event : { ...event, status, reason };
}
