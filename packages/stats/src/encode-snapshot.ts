import { MAX_PEERS, MAX_SNAPSHOT_BYTES, type ProcessSnapshot } from './snapshot.js';
import type { WatchedSocket } from './watched-socket.js';

/** What a snapshot has beside its sockets. */
export type ProcessFacts = Omit<ProcessSnapshot, 'sockets' | 'otherSockets' | 'zmqstats'>;

// Less than the JSON of any socket, peer or event has.
const MIN_SOCKET_BYTES = 256;
const MIN_PEER_BYTES = 48;
const MIN_EVENT_BYTES = 40;

/** A snapshot as JSON of at most {@link MAX_SNAPSHOT_BYTES}: with fewer peers and events of each socket, then with fewer sockets. */
export function encodeSnapshot(facts: ProcessFacts, watched: readonly WatchedSocket[]): Buffer {
  for (let most = Math.min(MAX_PEERS, mostOfAny(watched)); most > 0; most >>= 1) {
    // What cannot have room is not made: many sockets would cost the more, the less of them is sent.
    if (leastBytes(watched, most) > MAX_SNAPSHOT_BYTES) continue;
    const bytes = encoded(facts, watched, watched.length, most);
    if (bytes.length <= MAX_SNAPSHOT_BYTES) return bytes;
  }
  let sockets = Math.min(watched.length, MAX_SNAPSHOT_BYTES / MIN_SOCKET_BYTES);
  for (;;) {
    const bytes = encoded(facts, watched, sockets, 0);
    if (bytes.length <= MAX_SNAPSHOT_BYTES || sockets === 0) return bytes;
    sockets = Math.floor(Math.min(sockets - 1, (sockets * MAX_SNAPSHOT_BYTES) / bytes.length));
  }
}

/** The number of peers, or events, of the socket that has most; at least 1. */
function mostOfAny(watched: readonly WatchedSocket[]): number {
  return watched.reduce((most, { peerCount, eventCount }) => Math.max(most, peerCount, eventCount), 1);
}

function leastBytes(watched: readonly WatchedSocket[], most: number): number {
  return watched.reduce(
    (sum, { peerCount, eventCount }) =>
      sum +
      MIN_SOCKET_BYTES +
      MIN_PEER_BYTES * Math.min(peerCount, most) +
      MIN_EVENT_BYTES * Math.min(eventCount, most),
    0,
  );
}

function encoded(facts: ProcessFacts, watched: readonly WatchedSocket[], sockets: number, most: number): Buffer {
  const snapshot: ProcessSnapshot = {
    zmqstats: 1,
    ...facts,
    sockets: watched.slice(0, sockets).map((each) => each.snapshot(most)),
    otherSockets: watched.length - sockets,
  };
  return Buffer.from(JSON.stringify(snapshot));
}
