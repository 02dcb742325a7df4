import {
  type EventSnapshot,
  type PeerSnapshot,
  type ProcessSnapshot,
  socketRates,
  type SocketSnapshot,
  type WatchedProcess,
} from '@zeromq-ts/stats';

/** A socket as `zmq top` shows it. What is not known is `undefined`. */
export interface TopRow {
  /** The name of the process. */
  readonly process: string;
  /** The process id, with the thread if it is not the main one. */
  readonly pid: string;
  readonly socket: number | string;
  readonly type: string;
  readonly endpoint: string;
  readonly peers: number | undefined;
  /** Messages in a second. */
  readonly in: number | undefined;
  readonly out: number | undefined;
  /** Bytes in a second, in both directions. */
  readonly bytes: number | undefined;
  readonly queuedIn: number | undefined;
  readonly queuedOut: number | undefined;
  /** Dropped messages, by reason. */
  readonly dropped: Readonly<Record<string, number>> | undefined;
  /** What became of calls that had no result, by reason: of a REQ and of a server of @zeromq-ts/rpc. No message is lost by them. */
  readonly errors: Readonly<Record<string, number>> | undefined;
  readonly lastEvent: EventSnapshot | undefined;
  readonly listed: readonly PeerSnapshot[];
  /** How many peers are not listed. */
  readonly unlisted: number;
}

/** The sockets of all processes. */
export function rowsOf(processes: readonly WatchedProcess[]): readonly TopRow[] {
  return processes.flatMap(({ snapshot, previous }) =>
    snapshot === undefined ? [] : snapshot.sockets.map((socket) => rowOf(socket, snapshot, previous)),
  );
}

function rowOf(socket: SocketSnapshot, snapshot: ProcessSnapshot, previous: ProcessSnapshot | undefined): TopRow {
  const rates = socketRates(socket.id, snapshot, previous);
  const { name, pid, thread } = snapshot;
  const { id, type, endpoints, otherEndpoints, stats, requests, peers, otherPeers, recentEvents } = socket;
  const others = endpoints.length - 1 + otherEndpoints;
  return {
    process: name,
    pid: thread === 0 ? `${pid}` : `${pid}/${thread}`,
    socket: id,
    type,
    endpoint: `${endpoints[0] ?? '-'}${others > 0 ? ` +${others}` : ''}`,
    peers: stats.peers,
    in: rates.messagesReceived,
    out: rates.messagesSent,
    bytes: rates.bytesReceived === undefined ? undefined : rates.bytesReceived + (rates.bytesSent ?? 0),
    queuedIn: stats.queuedIncoming,
    queuedOut: stats.queuedOutgoing,
    dropped: stats.dropped,
    // By the names that /metrics of the dashboard has.
    errors: requests === undefined ? undefined : { timeout: requests.timeouts, lost: requests.losses },
    lastEvent: recentEvents.at(-1),
    listed: peers,
    unlisted: otherPeers?.count ?? 0,
  };
}
