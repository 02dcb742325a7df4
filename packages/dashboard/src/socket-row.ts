import { type ProcessSnapshot, socketRates, type SocketSnapshot } from '@zeromq-ts/stats';
import type { SocketRow } from './page-message.js';

/** @param previous The snapshot of the process before; a socket that is not in it has rates of 0. */
export function socketRow(
  key: number,
  process: number,
  snapshot: ProcessSnapshot,
  socket: SocketSnapshot,
  previous: ProcessSnapshot | undefined,
): SocketRow {
  const { id, type, engine, endpoints, stats, recentEvents } = socket;
  const { messagesReceived, messagesSent, bytesReceived, bytesSent, queuedIncoming, queuedOutgoing } = stats;
  const rates = socketRates(id, snapshot, previous);
  return {
    key,
    process,
    processName: snapshot.name,
    pid: snapshot.pid,
    id,
    type,
    engine,
    endpoints,
    peers: stats.peers,
    inRate: rounded(rates.messagesReceived),
    outRate: rounded(rates.messagesSent),
    inBytesRate: rounded(rates.bytesReceived),
    outBytesRate: rounded(rates.bytesSent),
    received: messagesReceived,
    sent: messagesSent,
    bytesReceived,
    bytesSent,
    queuedIn: queuedIncoming ?? null,
    queuedOut: queuedOutgoing ?? null,
    waitingSends: stats.waitingSends,
    ignored: stats.ignored,
    dropped: stats.dropped,
    droppedTotal: total(stats.dropped),
    droppedRate: rounded(rates.dropped),
    lastEvent: recentEvents.at(-1)?.name ?? '',
    requests: socket.requests ?? null,
  };
}

function rounded(rate: number | undefined): number {
  return Math.round((rate ?? 0) * 10) / 10;
}

/** The sum of counts by name. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
