/**
 * What a process says of itself: the form of a snapshot, which is one message of one frame with JSON. A figure that an
 * engine does not know is left out, and never estimated. Counters only grow, and begin at 0 with the socket, or with the
 * connection to a peer.
 */

/** An event of a socket. */
export interface EventSnapshot {
  /** Such as `disconnected`: the names of the events of `ZMQSocket`. */
  readonly name: string;
  /** When it happened, in milliseconds since 1970. */
  readonly time: number;
  /** The endpoint of the socket that it belongs to. */
  readonly endpoint?: string | undefined;
  /** The address of the peer that it is about. */
  readonly address?: string | undefined;
  /** Why it happened: the reason of the event, or the message of its error. At most 200 characters. */
  readonly reason?: string | undefined;
}

/** Figures of one peer, or of several together. */
export interface PeerFigures {
  /** Messages given to the connection. */
  readonly messagesSent?: number | undefined;
  readonly bytesSent?: number | undefined;
  /** Messages that have arrived. */
  readonly messagesReceived?: number | undefined;
  readonly bytesReceived?: number | undefined;
  /** Messages that wait to be sent. */
  readonly queuedOutgoing?: number | undefined;
  /** Messages that wait to be received by the application. */
  readonly queuedIncoming?: number | undefined;
  /** Dropped messages from and to it, for all reasons. */
  readonly dropped?: number | undefined;
}

/** A connected peer of a socket. */
export interface PeerSnapshot extends PeerFigures {
  /** The endpoint of the socket that it is connected through. */
  readonly endpoint: string;
  /** Its own address. */
  readonly address?: string | undefined;
  /** The type of its socket, as it says. */
  readonly socketType?: string | undefined;
  /** Such as `CURVE`. */
  readonly mechanism?: string | undefined;
  /** The user id that the authenticator has given it. */
  readonly userId?: string | undefined;
  /** The routing id by which a ROUTER sends to it, in hexadecimal digits. */
  readonly routingId?: string | undefined;
  /** When the handshake succeeded, in milliseconds since 1970. */
  readonly since?: number | undefined;
}

/** Peers that are not described one by one. */
export interface OtherPeers extends PeerFigures {
  /** How many they are. */
  readonly count: number;
}

/** Figures of a socket. */
export interface SocketFigures {
  readonly messagesSent: number;
  readonly bytesSent: number;
  readonly messagesReceived: number;
  readonly bytesReceived: number;
  /** Sends out of turn, which had no effect. */
  readonly ignored: number;
  /** Dropped messages by reason; reasons with none are left out. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Connected peers whose handshake has succeeded. */
  readonly peers: number;
  /** Pending calls of `send`, which wait for room. */
  readonly waitingSends: number;
  readonly queuedOutgoing?: number | undefined;
  readonly queuedIncoming?: number | undefined;
}

/** What `request()` of a REQ has counted, as `requestStats()` has it. */
export interface RequestFigures {
  /** Calls that have begun. */
  readonly requests: number;
  /** Calls that have ended with a reply. */
  readonly replies: number;
  /** How often a request was sent again. */
  readonly retries: number;
  /** Attempts without a reply within their timeout. */
  readonly timeouts: number;
  /** Attempts whose connection was lost. */
  readonly losses: number;
  /** Calls that have rejected. */
  readonly failures: number;
  /**
   * How many of the replies took up to each of {@link LATENCY_BOUNDS_MS}, without those of the bounds before; the last number
   * is of those that took longer.
   */
  readonly latencyCounts: readonly number[];
  /** The sum of these times, in milliseconds. */
  readonly latencySum: number;
}

/** A socket. */
export interface SocketSnapshot {
  /** Its number in this process: the same in all snapshots, and never given to another socket. */
  readonly id: number;
  /** Such as `PUB`. */
  readonly type: string;
  /** Such as `zmtp`. */
  readonly engine: string;
  /** What it has bound and connected, at most {@link MAX_ENDPOINTS}. */
  readonly endpoints: readonly string[];
  /** How many endpoints are left out. */
  readonly otherEndpoints: number;
  readonly stats: SocketFigures;
  /** Only of a `ZMQRequest`. */
  readonly requests?: RequestFigures | undefined;
  /** The first of its peers, at most {@link MAX_PEERS}; fewer if the snapshot would be too large. */
  readonly peers: readonly PeerSnapshot[];
  /** All other peers, summed. Absent if there are none. */
  readonly otherPeers?: OtherPeers | undefined;
  /** How often each event happened since figures are exposed; events that did not are left out. */
  readonly events: Readonly<Record<string, number>>;
  /** The last events, newest last, at most {@link MAX_EVENTS}; fewer if the snapshot would be too large. */
  readonly recentEvents: readonly EventSnapshot[];
}

/** A process, or a worker thread of one. */
export interface ProcessSnapshot {
  /** The version of this form. Readers refuse others. */
  readonly zmqstats: 1;
  /** When it was made, in milliseconds since 1970. */
  readonly time: number;
  readonly pid: number;
  /** The number of the worker thread; 0 in the main thread. */
  readonly thread: number;
  readonly name: string;
  /** Such as `node 24.1.0`. */
  readonly runtime: string;
  /**
   * When figures were first exposed, in milliseconds since 1970: with another value it is another process, whose counters
   * begin at 0.
   */
  readonly started: number;
  /** Milliseconds from one snapshot to the next. */
  readonly interval: number;
  readonly sockets: readonly SocketSnapshot[];
  /** How many sockets are left out, so that the snapshot is not too large. */
  readonly otherSockets: number;
}

/** The upper bounds of latencies, in milliseconds, each inclusive. */
export { LATENCY_BOUNDS_MS } from '@zeromq-ts/core/spi';

/** The largest snapshot, in bytes. */
export const MAX_SNAPSHOT_BYTES = 65_536;
/** How many peers of a socket are described. */
export const MAX_PEERS = 200;
/** How many endpoints of a socket are named. */
export const MAX_ENDPOINTS = 16;
/** How many events of a socket are described. */
export const MAX_EVENTS = 8;
/** The longest text in a snapshot, in UTF-16 code units; what is longer is cut. */
export const MAX_TEXT_LENGTH = 300;
