import type { PeerCommand } from '../message/peer-command.js';
import type { PeerInfo } from '../events/events.js';
import type { Message } from '../message/message.js';
import type { Outgoing } from '../message/input.js';

/**
 * One peer, as a routing strategy sees it: the second of the three seams.
 *
 * A pipe queues messages in both directions, each up to a high-water mark, independently of the transport. It can exist
 * before its peer is connected (on a connecting socket), and across several connections.
 *
 * ```
 *   routing ── write ──> [ outgoing ] ──> link ──> peer
 *           <── read ─── [ incoming ] <──
 * ```
 */
export interface Pipe {
  /** What is known of the peer; empty before the first handshake. */
  readonly peer: PeerInfo;
  /** The routing id that the application has given the peer at this endpoint (ROUTER). */
  readonly assignedRoutingId?: Uint8Array | undefined;
  /** Whether a connection stands whose handshake is done, and what is written may go out over it. */
  readonly live: boolean;
  /** Whether a connection is there, though it may take nothing: the peer may still be heard over it. */
  readonly linked?: boolean;
  /** Whether `write` has room: the high-water mark is not reached, and the pipe is not on its way out. */
  readonly writable: boolean;
  /** Whether `read` has a message. */
  readonly readable: boolean;
  /** How many messages `read` has. */
  readonly unread: number;
  /** How many messages were written that no connection has taken yet. Absent: not known. */
  readonly outgoing?: number;
  /** Whether everything written, commands included, has been handed over to the system. Absent: not known. */
  readonly handedOver?: boolean;

  /**
   * Queues a message. Asked for only while `writable`; on a pipe that conflates it replaces the one that waits.
   *
   * @throws ZMQError `EMSGSIZE` when the peer does not take a message of this size; the pipe is as it was before.
   */
  write(message: Outgoing): void;
  /** The next message, which stays in the pipe. */
  peek(): Message | undefined;
  /** Takes the next message. */
  read(): Message | undefined;
  /** Takes back a message that was written (the same object), unless a connection has it already. */
  recall(message: Outgoing): boolean;
  /** Sends the peer a command, if it is there, in order with the messages; the high-water mark does not apply. */
  writeCommand(command: PeerCommand): void;
  /**
   * Ends the connection, so that no late reply can arrive over it, and makes another one at once if this side connects.
   * Incoming and unread messages are discarded. Do not write before `Routing.established`.
   */
  renew(reason: Error): void;
  /**
   * Ends the connection once everything written has been handed over. Nothing more is written or read; what has come in can
   * still be read. `Routing.lost` is not called.
   */
  end?(): void;
  /** Disconnects the peer and drops the messages queued in both directions. A connecting pipe retries later. */
  drop(reason?: Error): void;
}
