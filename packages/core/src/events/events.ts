import type { HandshakeRule } from './handshake-rule.js';

/** What is known about a peer. Values that an engine does not know are `undefined`; they are never estimated. */
export interface PeerInfo {
  /** The peer's address as an endpoint: `tcp://127.0.0.1:49152`. */
  readonly address?: string | undefined;
  /** The type of the peer's socket, from its READY command. */
  readonly socketType?: string | undefined;
  /** The routing id by which a ROUTER addresses this peer. */
  readonly routingId?: Uint8Array | undefined;
  /** The security mechanism of the connection: `'NULL'`, `'PLAIN'`, `'CURVE'`. */
  readonly mechanism?: string | undefined;
  /** The identity assigned by the authenticator of this side (the option `authenticate`, or a ZAP handler). */
  readonly userId?: string | undefined;
  /**
   * The metadata assigned by the authenticator of this side (names in lower case). Always `undefined` on the engine
   * libzmq.
   */
  readonly metadata?: ReadonlyMap<string, string> | undefined;
  /**
   * Unverified claims of the peer: the properties of its READY or INITIATE command whose names begin with `x-` (in
   * lower case; RFC 37, "Connection Metadata"), up to 4096 bytes. Always `undefined` on the engine libzmq.
   */
  readonly claimedMetadata?: ReadonlyMap<string, string> | undefined;
}

/** What every event carries. */
export interface SocketEvent {
  /** The endpoint, bound or connected, that the event belongs to. */
  readonly endpoint?: string | undefined;
  /** The peer, as far as the engine knows it. */
  readonly peer?: PeerInfo | undefined;
  /** The error, if the event reports one. */
  readonly error?: Error | undefined;
}

/** The event `connect-retried`. */
export interface ConnectRetriedEvent extends SocketEvent {
  /** Milliseconds until the next attempt. */
  readonly interval?: number | undefined;
}

/** The event `handshake-failed`. */
export interface HandshakeFailedEvent extends SocketEvent {
  /** The answer of the authenticator, as a ZAP status code (RFC 27): 300 try again later, 400 refused, 500 failed. */
  readonly status?: number | undefined;
  /** The reason, as far as this side knows it: the refusing side knows more than the refused side. */
  readonly reason?: string | undefined;
  /**
   * The rule that was broken, in libzmq's names; `undefined` when the peer was refused by an authenticator, and when it is not
   * known: the connection ended, or took too long. On the engine libzmq also when the socket types do not fit.
   */
  readonly rule?: HandshakeRule | undefined;
}

/** The event `duplicate-routing-id`. */
export interface DuplicateRoutingIdEvent extends SocketEvent {
  /** The peer that has connected with the id of another one. */
  readonly peer: PeerInfo;
  /** The peer that had the id by then. */
  readonly holder: PeerInfo;
  readonly routingId: Uint8Array;
  /**
   * Whether `peer` has the id now: with the option `handover`, or because `holder` has left. If not, messages from `peer` are
   * not received, and none are sent to it, until `holder` leaves.
   */
  readonly takenOver: boolean;
}

/** The event `warning`. */
export interface WarningEvent extends SocketEvent {
  /** What is unsafe, or has no effect, and what to do about it. */
  readonly reason: string;
}

/** The event `ignored`. */
export interface IgnoredEvent extends SocketEvent {
  /** What was expected instead. */
  readonly reason: string;
}

/** Why messages were dropped. */
export type DropReason =
  /** The peer's queue was full (PUB, XPUB, ROUTER), or too many subscription messages were not received (XPUB). */
  | 'full'
  /** No peer has the routing id (ROUTER), or the requester has disconnected (REP). */
  | 'unroutable'
  /** The socket was closed, or the endpoint disconnected or unbound, and the linger period has expired. */
  | 'linger'
  /** The peer left, and its queue with it. */
  | 'disconnected'
  /** They had arrived but were not received by the application when the socket was closed or the peer was refused. */
  | 'unread'
  /** A frame was larger than the `maxMessageSize` of the peer, or the message was larger than any peer accepts. */
  | 'too-large'
  /** A buffer of the message was detached, or resized, before the message was sent. */
  | 'unreadable';

/**
 * The event `dropped`; emitted at most every 100 ms for each reason and each peer. On the engine `zmtp`, `peer` and
 * `endpoint` say whose messages they were, unless no peer has the routing id.
 */
export interface DroppedEvent extends SocketEvent {
  readonly reason: DropReason;
  /** How many messages since the last such event. */
  readonly count: number;
}

/** The monitor events of a socket and their values. Names are those of libzmq, in kebab case. */
export interface SocketEvents {
  /** An endpoint is bound and accepts peers. */
  listening: SocketEvent;
  /** A peer has connected to a bound endpoint; the handshake follows. */
  accepted: SocketEvent;
  /** A connection to an endpoint is established; the handshake follows. */
  connected: SocketEvent;
  /** A connection attempt is in progress. */
  'connect-delayed': SocketEvent;
  /** A connection attempt has failed, or a connection was lost: another attempt follows. */
  'connect-retried': ConnectRetriedEvent;
  /** A connection whose handshake had succeeded has ended. */
  disconnected: SocketEvent;
  /** The handshake is complete: messages can be sent and received. */
  'handshake-succeeded': SocketEvent;
  /** The handshake has failed, and the connection is closed. */
  'handshake-failed': HandshakeFailedEvent;
  /** An endpoint could not be bound. */
  'bind-failed': SocketEvent;
  /** An endpoint was unbound or disconnected; without `endpoint`: the socket itself is closed. */
  closed: SocketEvent;
  /** A `send` out of order had no effect. */
  ignored: IgnoredEvent;
  /**
   * The socket can no longer send or receive, because an endpoint of its constructor could not be bound. Listeners get
   * the error itself, as with Node's event emitters, so that `once` and `on` of `node:events` reject with it. Without a
   * listener nothing is thrown; `ready`, `send` and `receive` reject in any case.
   */
  error: Error & SocketEvent;
  /** Messages were dropped. */
  dropped: DroppedEvent;
  /**
   * ROUTER: a peer has the routing id of another peer. Emitted when it connects, and when it takes over the id from a peer
   * that has left. Not emitted on the engine `libzmq`.
   */
  'duplicate-routing-id': DuplicateRoutingIdEvent;
  /** The socket works, but is less secure than it seems, or ignores an option. Emitted soon after its creation. */
  warning: WarningEvent;
}

/** The name of an event. */
export type SocketEventName = keyof SocketEvents;

/** A listener for one event. */
export type SocketListener<N extends SocketEventName> = (event: SocketEvents[N]) => void;

/** Gets each event of a socket, before its listeners do. It must not throw. */
export type EventObserver = <N extends SocketEventName>(name: N, event: SocketEvents[N]) => void;

/** The names of all events, for checking a name at run time. */
export const EVENT_NAMES: readonly SocketEventName[] = [
  'listening',
  'accepted',
  'connected',
  'connect-delayed',
  'connect-retried',
  'disconnected',
  'handshake-succeeded',
  'handshake-failed',
  'bind-failed',
  'closed',
  'ignored',
  'dropped',
  'duplicate-routing-id',
  'warning',
  'error',
];
