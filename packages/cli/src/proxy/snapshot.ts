import type { ProxyStats } from '@zeromq-ts/proxy';
import type { AnySocket } from '../sockets/open-socket.js';

/** A socket of a proxy, as it is described. */
export interface SocketSnapshot {
  readonly name: 'front' | 'back';
  readonly type: string;
  readonly messagesReceived: number;
  readonly messagesSent: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly peers: number;
  /** `undefined` on engines that do not report it. */
  readonly queuedIncoming: number | undefined;
  readonly queuedOutgoing: number | undefined;
}

/** The figures of a proxy at one moment. Counters are since its start. */
export interface Snapshot {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The same of its start. */
  readonly started: number;
  readonly sockets: readonly SocketSnapshot[];
  /** Messages dropped, by reason: those of the proxy, and those of its sockets. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly paused: boolean;
}

/** What is needed of a proxy. */
export interface Measured {
  readonly proxy: { stats(): ProxyStats };
  readonly front: AnySocket;
  readonly back: AnySocket;
}

/** The figures of a proxy now. */
export function snapshotOf({ proxy, front, back }: Measured): Snapshot {
  const { frontend, backend, dropped, paused, startedAt } = proxy.stats();
  const time = Date.now();
  const all: Record<string, number> = { ...dropped };
  const sockets = (
    [
      ['front', front, frontend],
      ['back', back, backend],
    ] as const
  ).map(([name, socket, passed]) => {
    const { peers, queuedIncoming, queuedOutgoing, dropped: lost } = socket.stats();
    for (const [reason, count] of Object.entries(lost)) all[reason] = (all[reason] ?? 0) + count;
    const { messagesReceived, messagesSent, bytesReceived, bytesSent } = passed;
    const { type } = socket;
    return {
      name,
      type,
      messagesReceived,
      messagesSent,
      bytesReceived,
      bytesSent,
      peers,
      queuedIncoming,
      queuedOutgoing,
    };
  });
  return { time, started: startedAt ?? time, sockets, dropped: all, paused };
}
