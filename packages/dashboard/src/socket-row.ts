import type { ProcessSnapshot, SocketSnapshot } from '@zeromq-ts/stats';
import type { SocketRow } from './page-message.js';

/** The counters of a socket in the snapshot before, and when that was made. */
export interface Before {
  readonly time: number;
  readonly socket: SocketSnapshot;
}

/** @param before `undefined` for the first snapshot of a socket: its rates are 0. */
export function socketRow(
  key: string,
  process: string,
  { time, pid, name }: ProcessSnapshot,
  socket: SocketSnapshot,
  before: Before | undefined,
): SocketRow {
  const { id, type, engine, endpoints, stats, recentEvents } = socket;
  const { messagesReceived, messagesSent, bytesReceived, bytesSent, queuedIncoming, queuedOutgoing } = stats;
  const old = before?.socket.stats;
  const seconds = before === undefined ? 0 : (time - before.time) / 1000;
  /** A counter that has become less was begun again: that is no rate below 0. */
  const rate = (now: number, then: number | undefined): number =>
    then === undefined || seconds <= 0 ? 0 : Math.max(0, Math.round(((now - then) / seconds) * 10) / 10);
  return {
    key,
    process,
    processName: name,
    pid,
    id,
    type,
    engine,
    endpoints,
    peers: stats.peers,
    inRate: rate(messagesReceived, old?.messagesReceived),
    outRate: rate(messagesSent, old?.messagesSent),
    inBytesRate: rate(bytesReceived, old?.bytesReceived),
    outBytesRate: rate(bytesSent, old?.bytesSent),
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
    droppedRate: rate(total(stats.dropped), old === undefined ? undefined : total(old.dropped)),
    lastEvent: recentEvents.at(-1)?.name ?? '',
  };
}

/** The sum of counts by name. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
