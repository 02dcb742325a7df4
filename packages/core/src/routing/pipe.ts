import type { PeerCommand } from '../message/peer-command.js';
import type { PeerInfo } from '../events/events.js';
import type { Message } from '../message/message.js';
import type { Outgoing } from '../message/input.js';

/**
 * One peer, as a routing strategy sees it: the second of the three seams.
 *
 * A pipe holds messages in both directions, each up to a high-water mark, and says nothing of how they travel. It may
 * be there before its peer is (a socket that connects), and outlive a connection that is made anew.
 *
 * ```
 *   routing ── write ──> [ outgoing ] ──> link ──> peer
 *           <── read ─── [ incoming ] <──
 * ```
 */
export interface Pipe {
  /** What is known of the peer; empty before the first handshake. */
  readonly peer: PeerInfo;
  /** Whether a connection stands whose handshake is done, and what is written may go out over it. */
  readonly live: boolean;
  /** Whether `write` has room: the high-water mark is not reached, and the pipe is not on its way out. */
  readonly writable: boolean;
  /** Whether `read` has a message. */
  readonly readable: boolean;
  /** How many messages `read` has. */
  readonly unread: number;

  /**
   * Queues a message. Asked for only while `writable`; on a pipe that conflates it replaces the one that waits.
   *
   * @throws ZMQError `EMSGSIZE` when the peer does not take a message of this size; the pipe is as it was before.
   */
  write(message: Outgoing): void;
  /** Takes the next message. */
  read(): Message | undefined;
  /** Takes back a message that was written (the same object), unless a connection has it already. */
  recall(message: Outgoing): boolean;
  /** Sends the peer a command, if it is there, in order with the messages; the high-water mark does not apply. */
  writeCommand(command: PeerCommand): void;
  /**
   * Ends the connection, so that nothing of what was asked over it comes any more, and makes another one at once if this
   * side connects. What comes in, or has come in and was not read, is thrown away. Nothing should be written before
   * `Routing.greeted`.
   */
  renew(reason: Error): void;
  /** Lets go of the peer: what waits in either direction is dropped. A connecting pipe tries again later. */
  drop(reason?: Error): void;
}
