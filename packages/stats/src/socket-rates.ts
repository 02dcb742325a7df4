import type { ProcessSnapshot, SocketSnapshot } from './snapshot.js';

/** What passes through a socket in a second. A rate is `undefined` while there is nothing to compare with. */
export interface SocketRates {
  readonly messagesSent: number | undefined;
  readonly bytesSent: number | undefined;
  readonly messagesReceived: number | undefined;
  readonly bytesReceived: number | undefined;
  /** Dropped messages, for all reasons. */
  readonly dropped: number | undefined;
}

/** The sockets of each snapshot by their numbers: of thousands, each is asked for. */
const byNumber = new WeakMap<ProcessSnapshot, ReadonlyMap<number, SocketSnapshot>>();

const UNKNOWN: SocketRates = {
  messagesSent: undefined,
  bytesSent: undefined,
  messagesReceived: undefined,
  bytesReceived: undefined,
  dropped: undefined,
};

/**
 * The rates of a socket between two snapshots of its process. Never negative: a process that was started again has other
 * sockets than before, and no rates in its first snapshot.
 *
 * @param id The number of the socket.
 * @param previous An earlier snapshot of the process at this endpoint; `undefined` if there is none.
 *
 * @example
 * ```ts
 * import { ZMQPull } from '@zeromq-ts/pushpull';
 * import { exposeStats, socketRates, watchStats } from '@zeromq-ts/stats';
 *
 * await using tasks = new ZMQPull('tcp://127.0.0.1:*');
 * await using exposed = await exposeStats('tcp://127.0.0.1:*', { interval: 100 });
 * await using watch = watchStats({ endpoints: [exposed.endpoint] });
 * for await (const { snapshot, previous } of watch) {
 *   if (snapshot === undefined || previous === undefined) continue;
 *   console.log(socketRates(1, snapshot, previous).messagesReceived); // 0
 *   break;
 * }
 * ```
 */
export function socketRates(id: number, current: ProcessSnapshot, previous: ProcessSnapshot | undefined): SocketRates {
  if (previous === undefined || previous.started !== current.started || previous.pid !== current.pid) return UNKNOWN;
  const now = socketsOf(current).get(id)?.stats;
  const before = socketsOf(previous).get(id)?.stats;
  const seconds = (current.time - previous.time) / 1000;
  if (now === undefined || before === undefined || !(seconds > 0)) return UNKNOWN;
  const rate = (later: number, earlier: number): number | undefined =>
    later < earlier ? undefined : (later - earlier) / seconds;
  return {
    messagesSent: rate(now.messagesSent, before.messagesSent),
    bytesSent: rate(now.bytesSent, before.bytesSent),
    messagesReceived: rate(now.messagesReceived, before.messagesReceived),
    bytesReceived: rate(now.bytesReceived, before.bytesReceived),
    dropped: rate(droppedBy(now), droppedBy(before)),
  };
}

function socketsOf(snapshot: ProcessSnapshot): ReadonlyMap<number, SocketSnapshot> {
  const known = byNumber.get(snapshot);
  if (known !== undefined) return known;
  const sockets = new Map(snapshot.sockets.map((socket) => [socket.id, socket]));
  byNumber.set(snapshot, sockets);
  return sockets;
}

/** Dropped messages of a socket, for all reasons. */
export function droppedBy({ dropped }: SocketSnapshot['stats']): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}
