import type { EngineSocket } from '../engine/engine.js';
import type { DropReason } from '../events/events.js';

/** The result of `stats()`: numbers counted since the socket was created. */
export interface SocketStats {
  /** Messages queued for a peer. A PUB counts a message once, however many subscribers it has. */
  readonly messagesSent: number;
  /** Bytes of the frames of these messages. */
  readonly bytesSent: number;
  /** Messages handed to the application. */
  readonly messagesReceived: number;
  /** Bytes of the frames of these messages. */
  readonly bytesReceived: number;
  /** Sends out of turn, which had no effect. */
  readonly ignored: number;
  /** Messages dropped, by reason, as far as the engine can count them. */
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Connected peers whose handshake has succeeded. */
  readonly peers: number;
  /** Pending calls of `send`, which wait for room. */
  readonly waitingSends: number;
  /** Messages in the engine's outgoing queues; `undefined` on engines that do not report it. */
  readonly queuedOutgoing: number | undefined;
  /** Messages in the engine's incoming queues; `undefined` on engines that do not report it. */
  readonly queuedIncoming: number | undefined;
}

/** @param own What the socket itself counts. */
export function socketStats(
  engine: Pick<EngineSocket, 'traffic' | 'queued'>,
  own: Pick<SocketStats, 'ignored' | 'peers' | 'waitingSends'>,
): SocketStats {
  const { traffic } = engine;
  const { incoming, outgoing } = engine.queued();
  return {
    messagesSent: traffic.messagesSent,
    bytesSent: traffic.bytesSent,
    messagesReceived: traffic.messagesReceived,
    bytesReceived: traffic.bytesReceived,
    ignored: own.ignored,
    dropped: { ...traffic.dropped },
    peers: own.peers,
    waitingSends: own.waitingSends,
    queuedOutgoing: outgoing,
    queuedIncoming: incoming,
  };
}
