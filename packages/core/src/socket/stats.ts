import type { DropReason } from '../events/events.js';

/** What `stats()` returns: plain numbers, counted since the socket was created. */
export interface SocketStats {
  /** Messages queued for a peer. A PUB counts a message once, however many subscribers it has. */
  readonly messagesSent: number;
  /** Bytes of these, frames only. */
  readonly bytesSent: number;
  /** Messages handed to the application. */
  readonly messagesReceived: number;
  /** Bytes of these, frames only. */
  readonly bytesReceived: number;
  /** Sends out of order that had no effect. */
  readonly ignored: number;
  /** Messages dropped, by reason, as far as the engine can count them. */
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Peers whose handshake has succeeded and who are still there. */
  readonly peers: number;
  /** Calls of `send` that wait for room. */
  readonly waitingSends: number;
  /** Messages in the engine's queues towards peers; `undefined` on engines that do not tell. */
  readonly queuedOutgoing: number | undefined;
  /** Messages in the engine's queues from peers; `undefined` on engines that do not tell. */
  readonly queuedIncoming: number | undefined;
}
