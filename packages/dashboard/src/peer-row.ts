import type { PeerFigures, PeerSnapshot, SocketSnapshot } from '@zeromq-ts/stats';
import type { PeerRow, SocketRow } from './page-message.js';

/** The keys of the peers of a socket, by what they are known by. */
export type PeerKeys = ReadonlyMap<string, number>;

/** What all peers beyond those that are described are known by: no endpoint is empty. */
const OTHERS = '';

/**
 * The peers of a socket. One has no number: it is known by where it is and since when, and two of the same by their order.
 *
 * @param known Their keys in the snapshot before.
 * @param newKey Makes a key.
 */
export function peerRows(
  row: SocketRow,
  { peers, otherPeers }: SocketSnapshot,
  known: PeerKeys | undefined,
  newKey: () => number,
): { readonly rows: readonly PeerRow[]; readonly keys: PeerKeys } {
  const keys = new Map<string, number>();
  /** How many there are of each place so far. */
  const seen = new Map<string, number>();
  const keyOf = (name: string): number => {
    const key = known?.get(name) ?? newKey();
    keys.set(name, key);
    return key;
  };
  const rows = peers.map((peer) => {
    const place = `${peer.endpoint} ${peer.address ?? ''} ${peer.since ?? ''}`;
    const times = (seen.get(place) ?? 0) + 1;
    seen.set(place, times);
    return peerRow(keyOf(`${place} ${times}`), row, 1, peer, peer);
  });
  if (otherPeers !== undefined) {
    const { count, ...figures } = otherPeers;
    rows.push(peerRow(keyOf(OTHERS), row, count, figures, {}));
  }
  return { rows, keys };
}

function peerRow(
  key: number,
  socket: SocketRow,
  count: number,
  figures: PeerFigures,
  about: Partial<PeerSnapshot>,
): PeerRow {
  return {
    key,
    socket: socket.key,
    processName: socket.processName,
    pid: socket.pid,
    socketId: socket.id,
    socketType: socket.type,
    count,
    endpoint: about.endpoint ?? '',
    address: about.address ?? '',
    type: about.socketType ?? '',
    mechanism: about.mechanism ?? '',
    user: about.userId ?? '',
    since: about.since ?? null,
    received: figures.messagesReceived ?? null,
    sent: figures.messagesSent ?? null,
    queuedIn: figures.queuedIncoming ?? null,
    queuedOut: figures.queuedOutgoing ?? null,
    dropped: figures.dropped ?? null,
  };
}
