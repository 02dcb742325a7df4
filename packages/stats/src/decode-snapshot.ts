import {
  type EventSnapshot,
  MAX_SNAPSHOT_BYTES,
  MAX_TEXT_LENGTH,
  type OtherPeers,
  type PeerFigures,
  type PeerSnapshot,
  type ProcessSnapshot,
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
    return processOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function processOf(value: Json): ProcessSnapshot {
  const given = object(value);
  if (given['zmqstats'] !== 1) throw new Malformed();
  return {
    zmqstats: 1,
    time: figure(given['time']),
    pid: figure(given['pid']),
    thread: figure(given['thread']),
    name: text(given['name']),
    runtime: text(given['runtime']),
    started: figure(given['started']),
    interval: number(given['interval']),
    sockets: socketsOf(given['sockets']),
    otherSockets: figure(given['otherSockets']),
  };
}

/** What is kept for a socket is found by its number. */
function socketsOf(value: Json): readonly SocketSnapshot[] {
  const sockets = list(value, socketOf);
  if (new Set(sockets.map(({ id }) => id)).size < sockets.length) throw new Malformed();
  return sockets;
}

function socketOf(value: Json): SocketSnapshot {
  const given = object(value);
  return {
    id: figure(given['id']),
    type: text(given['type']),
    engine: text(given['engine']),
    endpoints: list(given['endpoints'], text),
    otherEndpoints: figure(given['otherEndpoints']),
    stats: figuresOf(given['stats']),
    peers: list(given['peers'], peerOf),
    otherPeers: optional(given['otherPeers'], otherPeersOf),
    events: counts(given['events']),
    recentEvents: list(given['recentEvents'], eventOf),
  };
}

function figuresOf(value: Json): SocketFigures {
  const given = object(value);
  return {
    messagesSent: figure(given['messagesSent']),
    bytesSent: figure(given['bytesSent']),
    messagesReceived: figure(given['messagesReceived']),
    bytesReceived: figure(given['bytesReceived']),
    ignored: figure(given['ignored']),
    dropped: counts(given['dropped']),
    peers: figure(given['peers']),
    waitingSends: figure(given['waitingSends']),
    queuedOutgoing: optional(given['queuedOutgoing'], figure),
    queuedIncoming: optional(given['queuedIncoming'], figure),
  };
}

function peerOf(value: Json): PeerSnapshot {
  const given = object(value);
  return {
    endpoint: text(given['endpoint']),
    address: optional(given['address'], text),
    socketType: optional(given['socketType'], text),
    mechanism: optional(given['mechanism'], text),
    userId: optional(given['userId'], text),
    routingId: optional(given['routingId'], text),
    since: optional(given['since'], figure),
    ...peerFiguresOf(given),
  };
}

function otherPeersOf(value: Json): OtherPeers {
  const given = object(value);
  return { count: figure(given['count']), ...peerFiguresOf(given) };
}

function peerFiguresOf(given: JsonObject): PeerFigures {
  return {
    messagesSent: optional(given['messagesSent'], figure),
    bytesSent: optional(given['bytesSent'], figure),
    messagesReceived: optional(given['messagesReceived'], figure),
    bytesReceived: optional(given['bytesReceived'], figure),
    queuedOutgoing: optional(given['queuedOutgoing'], figure),
    queuedIncoming: optional(given['queuedIncoming'], figure),
    dropped: optional(given['dropped'], figure),
  };
}

function eventOf(value: Json): EventSnapshot {
  const given = object(value);
  return {
    name: text(given['name']),
    time: figure(given['time']),
    endpoint: optional(given['endpoint'], text),
    address: optional(given['address'], text),
    reason: optional(given['reason'], text),
  };
}

function object(value: Json): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new Malformed();
}

function list<T>(value: Json, element: (value: Json) => T): readonly T[] {
  if (Array.isArray(value)) return value.map((each) => element(each));
  throw new Malformed();
}

function optional<T>(value: Json, read: (value: Json) => T): T | undefined {
  return value === undefined ? undefined : read(value);
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
