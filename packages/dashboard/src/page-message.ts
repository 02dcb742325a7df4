import type { RequestFigures } from '@zeromq-ts/stats';
import type { RecorderState } from './tail-options.js';

/** A row, with a key that no other row of any table has, or will have. */
export interface Keyed {
  readonly key: number;
}

/** A row that is new, with all its members; or the members that have changed of one that is known. */
export type RowChange<Row extends Keyed> = Keyed & Partial<Row>;

/** A process, as the page shows it. */
export interface ProcessRow extends Keyed {
  /** The endpoint that its figures come from; empty for the own process. No other one has it. */
  readonly exposedAt: string;
  readonly pid: number;
  /** 0 in the main thread. */
  readonly thread: number;
  readonly name: string;
  readonly runtime: string;
  /** When its figures were first exposed, in milliseconds since 1970. */
  readonly started: number;
  readonly sockets: number;
  /** How many of its sockets are in no snapshot, because it would be too large. */
  readonly otherSockets: number;
  readonly peers: number;
  readonly inRate: number;
  readonly outRate: number;
}

/** A socket, as the page shows it. Rates are per second, since the snapshot before; `null` is not known. */
export interface SocketRow extends Keyed {
  /** The key of its process, and the name of that. */
  readonly process: number;
  readonly processName: string;
  readonly pid: number;
  readonly id: number;
  readonly type: string;
  readonly engine: string;
  /** What it has bound and connected. */
  readonly endpoints: readonly string[];
  readonly peers: number;
  readonly inRate: number;
  readonly outRate: number;
  readonly inBytesRate: number;
  readonly outBytesRate: number;
  readonly received: number;
  readonly sent: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly queuedIn: number | null;
  readonly queuedOut: number | null;
  readonly waitingSends: number;
  readonly ignored: number;
  /** By reason; without those that are 0. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly droppedTotal: number;
  readonly droppedRate: number;
  /** Its last event; empty if there was none. */
  readonly lastEvent: string;
  /** What `request()` of a REQ has counted; `null` for other sockets. */
  readonly requests: RequestFigures | null;
}

/** A peer of a socket, as the page shows it. `null` is not known. */
export interface PeerRow extends Keyed {
  /** The key of the socket. */
  readonly socket: number;
  readonly processName: string;
  readonly pid: number;
  readonly socketId: number;
  readonly socketType: string;
  /** How many peers the row is of: above 1 for the sum of those that are not described one by one. */
  readonly count: number;
  /** The endpoint, bound or connected, that the peer belongs to. */
  readonly endpoint: string;
  readonly address: string;
  readonly type: string;
  readonly mechanism: string;
  readonly user: string;
  readonly since: number | null;
  readonly received: number | null;
  readonly sent: number | null;
  readonly queuedIn: number | null;
  readonly queuedOut: number | null;
  readonly dropped: number | null;
}

/** Something that happened, to a socket or to a process. */
export interface EventRow {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly name: string;
  readonly processName: string;
  readonly pid: number;
  /** Empty for events of a process. */
  readonly socketType: string;
  readonly socketId: number | null;
  readonly endpoint: string;
  /** The peer that it is about. */
  readonly address: string;
  readonly reason: string;
}

/** The sums of all sockets at one moment: a point of the charts. Rates are per second. */
export interface HistoryPoint {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly inRate: number;
  readonly outRate: number;
  readonly inBytesRate: number;
  readonly outBytesRate: number;
  readonly droppedRate: number;
}

/** A message, as the page shows it. */
export interface MessageRow {
  readonly number: number;
  /** When it was read, in milliseconds since 1970. */
  readonly time: number;
  /** The endpoint that it came from. */
  readonly source: string;
  /** How many frames it has. */
  readonly frames: number;
  readonly bytes: number;
  /** The first KiB of it; `null` where messages are not shown. */
  readonly text: string | null;
  /** Whether there is more of it. */
  readonly isCut: boolean;
}

/** How large a recording is, and may become. */
export interface RecordingSize {
  readonly bytes: number;
  /** `null` without a limit. */
  readonly maxBytes: number | null;
  /** Whether it has ended because it has reached the limit. */
  readonly isFull: boolean;
}

/** Where messages come from, and who records them. */
export interface TailState {
  readonly sources: readonly string[];
  readonly showsMessages: boolean;
  readonly received: number;
  /** Messages that are not shown: there were too many in a second. */
  readonly skipped: number;
  /** `null` where a page cannot record. */
  readonly recorder: RecorderState | null;
  /** Of the recording, or of the last one; `null` where a page cannot record. */
  readonly size: RecordingSize | null;
}

/** One message to a page: what has changed since the message before. */
export interface PageMessage {
  /** What came before is forgotten: this is everything. */
  readonly reset: boolean;
  /** The clock of the server, in milliseconds since 1970. */
  readonly now: number;
  readonly processes: readonly RowChange<ProcessRow>[];
  readonly sockets: readonly RowChange<SocketRow>[];
  readonly peers: readonly RowChange<PeerRow>[];
  /** The keys of rows that are no more. */
  readonly gone: readonly number[];
  readonly events: readonly EventRow[];
  readonly history: readonly HistoryPoint[];
  readonly messages: readonly MessageRow[];
  /** Where messages come from; `null` when it is as it was, or there is no such place. */
  readonly tail: TailState | null;
  /** The upper bounds of latencies, in milliseconds; empty unless this is everything: they never change. */
  readonly latencyBounds: readonly number[];
}
