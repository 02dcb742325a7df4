import type { HandshakeRule } from '@zeromq-ts/core';
import type {
  Endpoint,
  PeerInfo,
  SocketEventName,
  SocketEvents,
  SocketTypeDefinition,
  ZMQError,
} from '@zeromq-ts/core/spi';
import { handshakeError, handshakeRule, typesDoNotFit } from './handshake-errors.js';
import type { NativeEvent } from './native-binding.js';
import { NameCheck } from './name-check.js';
import { asWebSocket, networkAddress } from './web-socket-endpoint.js';
import { WebSocketPeers } from './web-socket-peers.js';
import { clearTimeout, queueMicrotask, setTimeout } from '@zeromq-ts/core/spi';

/** How long to wait for what makes clear whose connection has ended, in milliseconds. */
const UNRESOLVED_END_MS = 100;

/** One endpoint that is bound or connected, and the connections that belong to it. */
interface Place {
  readonly action: 'bind' | 'connect';
  /** As the application knows it. */
  readonly endpoint: string;
  /** The connections of one over ws, which are counted there and not here. */
  readonly web: WebSocketPeers | undefined;
  /** That of the last event. */
  address: string;
  readonly port: string | undefined;
  readonly names: NameCheck | undefined;
  /** How many times it was connected. */
  copies: number;
  /** Connections whose handshake is not done. */
  pending: number;
  /** Connections whose handshake has failed and whose end is not reported yet. */
  failed: number;
  /** Connections whose handshake has succeeded. */
  peers: number;
  /** Ended connections of which it is not clear yet whether they are among `pending` or `peers`. */
  doubtful: number;
  doubt: ReturnType<typeof setTimeout> | undefined;
  /** Ended connections of which nothing had made clear in time that they were not among `pending`. */
  judged: number;
}

/** Tells the socket of an event. */
export type RaiseEvent = <N extends SocketEventName>(name: N, event: SocketEvents[N]) => void;

/**
 * Makes the events of this library out of libzmq's.
 *
 * libzmq names an endpoint, not a connection: of the connections to a bound endpoint one knows how many there are and
 * not which is which. It says nothing at all of connections that end with `unbind` or `disconnect`, and when the
 * socket types of two peers do not fit, all that is to be seen is a connection without a handshake that ends. So the
 * connections of each endpoint are counted.
 */
export class ConnectionTracker {
  readonly #definition: SocketTypeDefinition;
  readonly #raise: RaiseEvent;
  readonly #refusal: () => string | undefined;
  /** Whether peers over ws may do without a security mechanism. */
  readonly #mayLackMechanism: boolean;
  readonly #places: Place[] = [];

  /**
   * @param mechanism The security mechanism of the socket.
   * @param refusal Why the authenticator of this side has refused a peer, once for each.
   */
  constructor(
    definition: SocketTypeDefinition,
    raise: RaiseEvent,
    mechanism = 'NULL',
    refusal: () => string | undefined = () => undefined,
  ) {
    this.#definition = definition;
    this.#raise = raise;
    this.#mayLackMechanism = mechanism === 'NULL';
    this.#refusal = refusal;
  }

  get empty(): boolean {
    return this.#places.length === 0;
  }

  /** Whether anything is bound. */
  get bound(): boolean {
    return this.#places.some(({ action }) => action === 'bind');
  }

  /** How often an endpoint is connected. */
  copies(endpoint: string): number {
    return this.#find('connect', endpoint)?.copies ?? 0;
  }

  enter(action: Place['action'], endpoint: string, parsed: Endpoint): void {
    const known = this.#find(action, endpoint);
    if (known !== undefined) {
      known.copies++;
      return;
    }
    const host = networkAddress(parsed)?.host;
    const name = host?.kind === 'name' ? host.name : undefined;
    const place: Place = {
      action,
      endpoint,
      web: asWebSocket(parsed) === undefined ? undefined : this.#webSocketPeers(() => place),
      address: endpoint,
      port: portOf(endpoint),
      names: name === undefined ? undefined : new NameCheck(name),
      copies: 1,
      pending: 0,
      failed: 0,
      peers: 0,
      doubtful: 0,
      doubt: undefined,
      judged: 0,
    };
    this.#places.push(place);
  }

  /** The endpoint is no longer bound or connected, and its peers have disconnected. */
  leave(action: Place['action'], endpoint: string): void {
    const place = this.#find(action, endpoint);
    if (place === undefined) return;
    this.#places.splice(this.#places.indexOf(place), 1);
    clearTimeout(place.doubt);
    const peers = place.web?.count ?? place.peers;
    place.web?.clear();
    queueMicrotask(() => {
      for (let left = peers; left > 0; left--) this.#raise('disconnected', { endpoint });
    });
  }

  clear(): void {
    for (const { doubt, web } of this.#places.splice(0)) {
      clearTimeout(doubt);
      web?.clear();
    }
  }

  take(event: NativeEvent): void {
    const address = event.address ?? '';
    switch (event.type) {
      case 'accept':
        return this.#with('bind', address, (place) => {
          if (place.web === undefined) place.pending++;
          else place.web.begin();
          this.#raise('accepted', { endpoint: place.endpoint });
          // libzmq reports no handshake, as there is none.
          if (this.#definition.raw === true) this.#shaken(place, address);
        });
      case 'accept:error':
        return this.#with('bind', address, ({ endpoint }) => {
          this.#raise('handshake-failed', { endpoint, error: handshakeError(event, endpoint) });
        });
      case 'connect':
        return this.#with('connect', address, (place) => this.#connected(place, address));
      case 'connect:delay':
        return this.#with('connect', address, (place) => {
          place.names?.resolved();
          this.#raise('connect-delayed', { endpoint: place.endpoint });
        });
      case 'connect:retry':
        return this.#with('connect', address, (place) => this.#retried(place, event.interval));
      case 'handshake':
        return this.#with(undefined, address, (place) => {
          if (place.web === undefined) this.#shaken(place, address);
          else place.web.shaken();
        });
      case 'handshake:error:protocol':
      case 'handshake:error:auth':
      case 'handshake:error:other':
        return this.#with(undefined, address, (place) => {
          if (place.pending > 0) place.pending--;
          place.failed++;
          const isRefused = event.type !== 'handshake:error:other';
          if (place.web?.failed(isRefused) === true) this.#raise('disconnected', about(place, address));
          else this.#deny(place, address, event);
        });
      case 'disconnect':
        return this.#with(undefined, address, (place) => {
          if (place.failed > 0) place.failed--;
          else if (place.web === undefined) this.#gone(place, address);
          else place.web.gone();
        });
      // `bind`, `close` and `end` tell nothing that the caller does not know.
    }
  }

  #connected(place: Place, address: string): void {
    place.names?.resolved();
    if (place.web !== undefined) place.web.begin(place.copies);
    else {
      if (place.peers >= place.copies) this.#lose(place, address);
      place.pending = Math.min(place.pending + 1, place.copies);
    }
    this.#raise('connected', about(place, address));
    if (this.#definition.raw === true) this.#shaken(place, address);
  }

  #retried(place: Place, interval: number | undefined): void {
    const { endpoint, names } = place;
    const raise = (error?: ZMQError): void => {
      if (this.#places.includes(place)) this.#raise('connect-retried', { endpoint, interval, error });
    };
    if (names === undefined) raise();
    else names.retried(endpoint, raise);
  }

  #shaken(place: Place, address: string): void {
    // None is pending, but one was taken for gone: it was a peer that had left.
    const misjudged = place.pending === 0 && place.judged > 0;
    if (misjudged) place.judged--;
    if (place.pending > 0) place.pending--;
    // An event of an earlier connection of this endpoint, before it was connected again.
    if (place.action === 'connect' && place.peers >= place.copies) return;
    place.peers++;
    this.#raise('handshake-succeeded', about(place, address));
    if (misjudged) this.#lose(place, address);
    while (place.doubtful > place.pending) {
      place.doubtful--;
      this.#lose(place, address);
    }
  }

  #gone(place: Place, address: string): void {
    if (place.peers === 0) this.#unfit(place, address);
    else if (place.pending === 0) this.#lose(place, address);
    else {
      place.doubtful++;
      place.doubt ??= setTimeout(() => {
        place.doubt = undefined;
        for (; place.doubtful > 0; place.doubtful--) {
          place.judged++;
          this.#unfit(place, address);
        }
      }, UNRESOLVED_END_MS).unref();
    }
  }

  /** A connection has ended without a word before its handshake was done. */
  #unfit(place: Place, address: string): void {
    if (place.pending === 0) return;
    place.pending--;
    this.#doesNotFit(place, address);
  }

  #doesNotFit(place: Place, address: string): void {
    this.#fail(place, address, typesDoNotFit(this.#definition, place.endpoint));
  }

  #webSocketPeers(placeOf: () => Place): WebSocketPeers {
    const told = (): { endpoint: string; peer?: PeerInfo } => about(placeOf(), placeOf().address);
    return new WebSocketPeers(this.#mayLackMechanism, {
      succeeded: () => this.#raise('handshake-succeeded', told()),
      disconnected: () => this.#raise('disconnected', told()),
      unfit: () => this.#doesNotFit(placeOf(), placeOf().address),
    });
  }

  #lose(place: Place, address: string): void {
    if (place.peers === 0) return;
    place.peers--;
    this.#raise('disconnected', about(place, address));
  }

  #deny(place: Place, address: string, event: NativeEvent): void {
    const status = event.type === 'handshake:error:auth' ? event.error?.status : undefined;
    const known = place.action === 'bind' && status !== undefined ? this.#refusal() : undefined;
    const error = handshakeError(event, place.endpoint, known);
    const rule = handshakeRule(event);
    if (status === undefined) return this.#fail(place, address, error, rule);
    const reason = known ?? `the authenticator answered ${status}`;
    this.#raise('handshake-failed', { ...about(place, address), error, status, reason });
  }

  #fail(place: Place, address: string, error: ZMQError, rule?: HandshakeRule): void {
    const event = { ...about(place, address), error };
    this.#raise('handshake-failed', rule === undefined ? event : { ...event, rule });
  }

  #find(action: Place['action'], endpoint: string): Place | undefined {
    return this.#places.find((place) => place.action === action && place.endpoint === endpoint);
  }

  /**
   * Finds the endpoint that an event is about. The address it names is the endpoint, or for a connection accepted at
   * `0.0.0.0`, and for a host name once it is resolved, the address in its place, of the same port.
   */
  #with(action: Place['action'] | undefined, address: string, act: (place: Place) => void): void {
    const places = action === undefined ? this.#places : this.#places.filter((place) => place.action === action);
    const port = portOf(address);
    const place =
      places.find(({ endpoint }) => endpoint === address) ??
      (port === undefined ? undefined : places.find((candidate) => candidate.port === port));
    if (place === undefined) return;
    place.address = address;
    act(place);
  }
}

function portOf(endpoint: string): string | undefined {
  return /^(?:tcp:.*|ws:\/\/[^/]*):(\d+)(?:\/.*)?$/.exec(endpoint)?.[1];
}

/** What is known: for a peer that has connected to this socket, libzmq reports only the local address. */
function about({ action, endpoint }: Place, address: string): { endpoint: string; peer?: PeerInfo } {
  return action === 'bind' ? { endpoint } : { endpoint, peer: { address } };
}
