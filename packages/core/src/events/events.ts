/** What is known of a peer. On engines that cannot know a value it is `undefined`, never a guess. */
export interface PeerInfo {
  /** The peer's address as an endpoint: `tcp://127.0.0.1:49152`. */
  readonly address?: string | undefined;
  /** The type of the peer's socket, from its READY command. */
  readonly socketType?: string | undefined;
  /** The routing id by which a ROUTER addresses this peer. */
  readonly routingId?: Uint8Array | undefined;
  /** The security mechanism of the connection: `'NULL'`, `'PLAIN'`, `'CURVE'`. */
  readonly mechanism?: string | undefined;
  /** Who it is, as the authenticator of this side (the option `authenticate`, or a ZAP handler) has said. */
  readonly userId?: string | undefined;
  /**
   * What the authenticator of this side has said of it, and nobody else (names in lower case). On the engine libzmq
   * always `undefined`.
   */
  readonly metadata?: ReadonlyMap<string, string> | undefined;
  /**
   * What the peer says of itself, and nobody has checked: the properties of its READY or INITIATE command whose names
   * begin with `x-` (in lower case; RFC 37, "Connection Metadata"), up to 4096 bytes. On the engine libzmq always
   * `undefined`.
   */
  readonly claimedMetadata?: ReadonlyMap<string, string> | undefined;
}

/** What every event carries. */
export interface SocketEvent {
  /** The endpoint, bound or connected, that the event belongs to. */
  readonly endpoint?: string | undefined;
  /** The peer, as far as the engine knows it. */
  readonly peer?: PeerInfo | undefined;
  /** What went wrong. */
  readonly error?: Error | undefined;
}

/** The event `connect-retried`. */
export interface ConnectRetriedEvent extends SocketEvent {
  /** Milliseconds until the next attempt. */
  readonly interval?: number | undefined;
}

/** The event `handshake-failed`. */
export interface HandshakeFailedEvent extends SocketEvent {
  /** What the authenticator decided, in the numbers of ZAP (RFC 27): 300 try later, 400 refused, 500 failed. */
  readonly status?: number | undefined;
  /** Why, as far as this side knows: the one that refuses knows more than the one that is refused. */
  readonly reason?: string | undefined;
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
  /** The peer's queue was full (PUB, XPUB, ROUTER), or too much news of subscriptions waited to be received (XPUB). */
  | 'full'
  /** No peer has the routing id (ROUTER), or the requester is gone (REP). */
  | 'unroutable'
  /** The socket was closed, or the endpoint disconnected or unbound, and the linger period was over. */
  | 'linger'
  /** The peer left, and its queue with it. */
  | 'disconnected'
  /** They had been received, but not taken by the application when the socket was closed, or its peer was refused. */
  | 'unread'
  /** A frame was larger than the peer takes (its option `maxMessageSize`), or the message than any peer does. */
  | 'too-large'
  /** A buffer of the message had been detached, or made smaller, before its turn to be sent came. */
  | 'unreadable';

/** The event `dropped`; raised at most every 100 ms for each reason. */
export interface DroppedEvent extends SocketEvent {
  readonly reason: DropReason;
  /** How many messages since the last such event. */
  readonly count: number;
}

/** The monitor events of a socket, and what each carries. Names are libzmq's, in kebab case. */
export interface SocketEvents {
  /** An endpoint is bound and accepts peers. */
  listening: SocketEvent;
  /** A peer has connected to a bound endpoint; the handshake follows. */
  accepted: SocketEvent;
  /** A connection to an endpoint is made; the handshake follows. */
  connected: SocketEvent;
  /** A connection attempt is under way. */
  'connect-delayed': SocketEvent;
  /** A connection attempt has failed, or a connection was lost: another attempt follows. */
  'connect-retried': ConnectRetriedEvent;
  /** A connection whose handshake had succeeded is gone. */
  disconnected: SocketEvent;
  /** The handshake is done: messages can flow. */
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
   * The socket can neither send nor receive any more, because an endpoint that its constructor was given could not be
   * bound. Its listeners get the error itself, as those of Node's event emitters do, so that `once` and `on` of
   * `node:events` reject with it. Without a listener nothing happens: `ready`, `send` and `receive` reject, too.
   */
  error: Error & SocketEvent;
  /** Messages were dropped. */
  dropped: DroppedEvent;
  /** The socket works, but not as safely as it seems to, or not as its options say. Raised soon after it was created. */
  warning: WarningEvent;
}

/** The name of an event. */
export type SocketEventName = keyof SocketEvents;

/** A listener for one event. */
export type SocketListener<N extends SocketEventName> = (event: SocketEvents[N]) => void;

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
  'warning',
  'error',
];
