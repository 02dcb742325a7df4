import { MAX_PEERS, MAX_SNAPSHOT_BYTES, type ProcessSnapshot } from './snapshot.js';
import type { WatchedSocket } from './watched-socket.js';

/** What a snapshot has beside its sockets. */
export type ProcessFacts = Omit<ProcessSnapshot, 'sockets' | 'otherSockets' | 'zmqstats'>;

/** Less than the JSON of any socket has. */
const LEAST_SOCKET_BYTES = 256;

/** A snapshot as JSON of at most {@link MAX_SNAPSHOT_BYTES}: with fewer peers of each socket, then with fewer sockets. */
export function encodeSnapshot(facts: ProcessFacts, watched: readonly WatchedSocket[]): Buffer {
  const fitting = Math.min(watched.length, MAX_SNAPSHOT_BYTES / LEAST_SOCKET_BYTES);
  if (fitting === watched.length) {
    for (let peers = MAX_PEERS; peers > 0; peers >>= 1) {
      const bytes = encoded(facts, watched, fitting, peers);
      if (bytes.length <= MAX_SNAPSHOT_BYTES) return bytes;
    }
  }
  for (let sockets = fitting; ; sockets = Math.floor(sockets * 0.75)) {
    const bytes = encoded(facts, watched, sockets, 0);
    if (bytes.length <= MAX_SNAPSHOT_BYTES || sockets === 0) return bytes;
  }
}

function encoded(facts: ProcessFacts, watched: readonly WatchedSocket[], sockets: number, peers: number): Buffer {
  const snapshot: ProcessSnapshot = {
    zmqstats: 1,
    ...facts,
    sockets: watched.slice(0, sockets).map((each) => each.snapshot(peers)),
    otherSockets: watched.length - sockets,
  };
  return Buffer.from(JSON.stringify(snapshot));
}
