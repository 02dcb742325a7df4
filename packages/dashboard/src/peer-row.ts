import type { PeerFigures, PeerSnapshot, SocketSnapshot } from '@zeromq-ts/stats';
import type { PeerRow, SocketRow } from './page-message.js';

/** The peers of a socket. One has no number: it is known by where it is and since when, and two of the same by their order. */
export function peerRows(row: SocketRow, { peers, otherPeers }: SocketSnapshot): readonly PeerRow[] {
  const seen = new Map<string, number>();
  const rows = peers.map((peer) => {
    const place = `${row.key}/${peer.endpoint}/${peer.address ?? ''}/${peer.since ?? ''}`;
    const times = (seen.get(place) ?? 0) + 1;
    seen.set(place, times);
    return peerRow(`${place}/${times}`, row, 1, peer, peer);
  });
  if (otherPeers === undefined) return rows;
  const { count, ...figures } = otherPeers;
  return [...rows, peerRow(`${row.key}/others`, row, count, figures, {})];
}

function peerRow(
  key: string,
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
