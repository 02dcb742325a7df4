/** The version of the format that this package writes and reads. */
export const RECORDING_VERSION = 1;

/** A value of JSON. */
export type JSONValue =
  | null
  | boolean
  | number
  | string
  | readonly JSONValue[]
  | { readonly [name: string]: JSONValue };

/** What the first line of a recording says. */
export interface RecordingHeader {
  /** When it was started: ISO 8601 in UTC, with microseconds. */
  readonly started: string;
  /** The type of the socket that received: `'SUB'`, `'PULL'`, …; `'PROXY'` for what passed between two sockets. */
  readonly type: string;
  /** The endpoints of the socket. They are for information: they are never connected to automatically. */
  readonly endpoints: readonly string[];
  /** The topics that were subscribed to. */
  readonly topics?: readonly string[] | undefined;
  /** Options of the socket. Never keys or passwords. */
  readonly options?: Readonly<Record<string, JSONValue>> | undefined;
  /** The program that made the recording. */
  readonly tool?: string | undefined;
  /** The number of this file among those of a recording that rotates, from 1. */
  readonly seq?: number | undefined;
}

/** Which way a message went between two sockets: `'in'` from front to back, `'out'` from back to front. */
export type RecordedDirection = 'in' | 'out';

/** The line that begins a recording, or a part of it in the same file. */
export interface HeaderEntry extends RecordingHeader {
  readonly kind: 'header';
  /** `started` in microseconds since 1970. */
  readonly startedAt: number;
}

/** A message. */
export interface MessageEntry {
  readonly kind: 'message';
  /** Microseconds since `started`, by a monotonic clock; `undefined` when the line has no usable time. */
  readonly time: number | undefined;
  /** The frames; without the routing id, if there is one. At least one. */
  readonly frames: readonly Uint8Array[];
  readonly direction?: RecordedDirection | undefined;
  /** The routing id of the peer, of messages of a ROUTER. */
  readonly routingId?: Uint8Array | undefined;
  /** The group, of messages of a DISH. */
  readonly group?: string | undefined;
  /** The number of the peer in this recording. */
  readonly peer?: number | undefined;
  /** When it was published, in microseconds since 1970, as a frame of the message says. */
  readonly published?: number | undefined;
}

/** An event of the socket: a peer has come or gone, messages were dropped. */
export interface EventEntry {
  readonly kind: 'event';
  readonly time: number | undefined;
  /** The name of the event, such as `'handshake-succeeded'`. */
  readonly event: string;
  readonly peer?: number | undefined;
  /** What else the line says. */
  readonly details: Readonly<Record<string, JSONValue>>;
}

/** The line that ends a recording. */
export interface EndEntry {
  readonly kind: 'end';
  readonly time: number | undefined;
  /** Messages in this file. */
  readonly count: number;
  /** Messages that had no room on their way to the file. */
  readonly dropped: number;
  /** Events that had no room; not in the line when there are none. */
  readonly droppedEvents?: number | undefined;
  /** Bytes of the frames of the messages in this file. */
  readonly bytes: number;
  /** Why it ended: `'closed'`, `'aborted'`, `'count'`, `'rotated'`, … */
  readonly reason: string;
}

/** Stands where a recording was cut off: there is no line that ends it. All entries before it are whole. */
export interface CutOffEntry {
  readonly kind: 'cut-off';
  /** The number of the last line that could be used. */
  readonly line: number;
}

/** What a recording consists of. */
export type RecordingEntry = HeaderEntry | MessageEntry | EventEntry | EndEntry | CutOffEntry;
