import {
  type EventSnapshot,
  LATENCY_BOUNDS_MS,
  MAX_SNAPSHOT_BYTES,
  MAX_TEXT_LENGTH,
  type OtherPeers,
  type PeerFigures,
  type PeerSnapshot,
  type ProcessSnapshot,
  type RequestFigures,
  type SocketFigures,
  type SocketSnapshot,
} from './snapshot.js';

/** A value of JSON. */
type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

/** What a snapshot is refused for. It does not leave this file. */
class Malformed extends Error {}

/**
 * Reads a snapshot that anybody may have sent: checks each member, leaves out those that it does not know, and cuts texts
 * that are too long. Texts may have any characters: escape them where they are shown.
 *
 * @returns `undefined` if it is no snapshot: not JSON, of another version, larger than 64 KiB, or with a member that is
 * missing or has a wrong type, or with two sockets of the same number.
 */
export function decodeSnapshot(bytes: Uint8Array): ProcessSnapshot | undefined {
  if (bytes.length > MAX_SNAPSHOT_BYTES) return undefined;
  try {
    return readMembers(PROCESS, object(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))));
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Reads a value. @throws Malformed when it is another one. */
type Reader<T> = (value: Json) => T;
/** How each member of an object is read. */
type Readers<T> = { readonly [Name in keyof T]-?: Reader<T[Name]> };

const PEER_FIGURES: Readers<PeerFigures> = {
  messagesSent: optional(figure),
  bytesSent: optional(figure),
  messagesReceived: optional(figure),
  bytesReceived: optional(figure),
  queuedOutgoing: optional(figure),
  queuedIncoming: optional(figure),
  dropped: optional(figure),
};

const PEER: Readers<PeerSnapshot> = {
  endpoint: text,
  address: optional(text),
  socketType: optional(text),
  mechanism: optional(text),
  userId: optional(text),
  routingId: optional(text),
  since: optional(figure),
  ...PEER_FIGURES,
};

const OTHER_PEERS: Readers<OtherPeers> = { count: figure, ...PEER_FIGURES };

const EVENT: Readers<EventSnapshot> = {
  name: text,
  time: figure,
  endpoint: optional(text),
  address: optional(text),
  reason: optional(text),
};

const SOCKET_FIGURES: Readers<SocketFigures> = {
  messagesSent: figure,
  bytesSent: figure,
  messagesReceived: figure,
  bytesReceived: figure,
  ignored: figure,
  dropped: counts,
  peers: figure,
  waitingSends: figure,
  queuedOutgoing: optional(figure),
  queuedIncoming: optional(figure),
};

const REQUEST_FIGURES: Readers<RequestFigures> = {
  requests: figure,
  replies: figure,
  retries: figure,
  timeouts: figure,
  losses: figure,
  failures: figure,
  latencyCounts: list(figure),
  latencySum: number,
};

const SOCKET: Readers<SocketSnapshot> = {
  id: figure,
  type: text,
  engine: text,
  endpoints: list(text),
  otherEndpoints: figure,
  stats: objectOf(SOCKET_FIGURES),
  requests: requestFigures,
  peers: list(objectOf(PEER)),
  otherPeers: optional(objectOf(OTHER_PEERS)),
  events: counts,
  recentEvents: list(objectOf(EVENT)),
};

const PROCESS: Readers<ProcessSnapshot> = {
  zmqstats: version,
  time: figure,
  pid: figure,
  thread: figure,
  name: text,
  runtime: text,
  started: figure,
  interval: number,
  sockets: socketsOf,
  otherSockets: figure,
};

/** What is kept for a socket is found by its number. */
function socketsOf(value: Json): readonly SocketSnapshot[] {
  const sockets = list(objectOf(SOCKET))(value);
  if (new Set(sockets.map(({ id }) => id)).size < sockets.length) throw new Malformed();
  return sockets;
}

/** Reads the members that are known, and leaves out all others. */
function readMembers<T extends object>(readers: Readers<T>, given: JsonObject): T {
  const members = Object.entries<Reader<unknown>>(readers).map(([name, read]) => [name, read(given[name])]);
  return Object.fromEntries(members) as T;
}

function objectOf<T extends object>(readers: Readers<T>): Reader<T> {
  return (value) => readMembers(readers, object(value));
}

function object(value: Json): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Malformed();
}

function list<T>(element: Reader<T>): Reader<readonly T[]> {
  return (value) => {
    if (Array.isArray(value)) return value.map((each) => element(each));
    throw new Malformed();
  };
}

/** With other bounds, of another version, they are left out: all other figures are as before. */
function requestFigures(value: Json): RequestFigures | undefined {
  const figures = optional(objectOf(REQUEST_FIGURES))(value);
  return figures?.latencyCounts.length === LATENCY_BOUNDS_MS.length + 1 ? figures : undefined;
}

function optional<T>(read: Reader<T>): Reader<T | undefined> {
  return (value) => (value === undefined ? undefined : read(value));
}

function version(value: Json): 1 {
  if (value === 1) return value;
  throw new Malformed();
}

function text(value: Json): string {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT_LENGTH);
  throw new Malformed();
}

/** A count, or a time: whole, so that a rate between two of them is never infinite. */
function figure(value: Json): number {
  const given = number(value);
  if (Number.isInteger(given)) return given;
  throw new Malformed();
}

/** JSON has `1e999`, which is no number. */
function number(value: Json): number {
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw new Malformed();
}

/** Counts by the name of a reason or an event, such as `too-large`. */
function counts(value: Json): Readonly<Record<string, number>> {
  const entries = Object.entries(object(value));
  if (!entries.every(([name]) => /^[a-z-]{1,40}$/u.test(name))) throw new Malformed();
  return Object.fromEntries(entries.map(([name, count]) => [name, figure(count)]));
}
