import type { PeerCommand } from '../message/peer-command.js';
import type { DropReason, PeerInfo } from '../events/events.js';
import type { Outgoing } from '../message/input.js';
import type { Message } from '../message/message.js';

/**
 * A connection to one peer whose handshake is done: part of the third seam. It carries whole messages, not bytes, so
 * that nothing above asks which transport it is.
 */
export interface PeerLink {
  readonly peer: PeerInfo;
  /** Whether delivery is synchronous: then all queued messages can be handed over when the socket is closed. */
  readonly synchronous: boolean;
  /** Whether the connection has ended; `closed` of the receiver follows. */
  readonly over: boolean;
  /** The largest frame that the peer accepts, in bytes; `Infinity` when it has no limit, or has not announced one. */
  readonly maxFrameBytes: number;
  /**
   * Takes a message of frames that are not larger than `maxFrameBytes`, unless the link is `over`. It leaves in the same
   * turn of the event loop at the latest.
   *
   * @returns whether the link takes another one at once; otherwise it calls `drained` of its receiver when it does.
   * @throws when the message cannot be encoded: nothing of it is sent then, and the link goes on with the next one.
   */
  send(message: Outgoing): boolean;
  /** Sends the peer a command, in order with the messages; never held back. One that the peer does not take is left out. */
  sendCommand(command: PeerCommand): void;
  /** Hands up messages again, after `message` of the receiver has returned false. */
  resume(): void;
  /**
   * Hands up no more messages, for good: what the peer sends from now on stays with the peer, as if this side's queue
   * were full. The end of the connection is still told. Idempotent.
   */
  halt(): void;
  /** Whether everything taken has been handed over to the system (or to the peer). */
  readonly flushed: boolean;
  /**
   * Ends the connection once everything taken has been handed over. What still comes in is thrown away. `closed` of
   * the receiver follows. Idempotent.
   */
  end(): void;
  /** Ends the connection at once; `closed` follows, later, with this error. Idempotent. */
  destroy(error?: Error): void;
}

/** What stands above a link. None of it but `held` is called from inside a call to the link, except over `inproc`. */
export interface LinkEvents {
  /** A message has come. @returns whether another one may follow before `PeerLink.resume`. */
  message(message: Message): boolean;
  /** A command has come that is among the `peerCommands` of the socket's definition. */
  command(command: PeerCommand): void;
  /** All messages that came together have been handed up. */
  batchEnd(): void;
  /** Messages that `send` had taken were dropped after all, before anything of them was sent. */
  dropped(reason: DropReason, count: number): void;
  /** The link takes messages again, after `send` has returned false. */
  drained(): void;
  /**
   * The link takes nothing for now, whatever `send` has returned last: the peer has stopped taking, or the connection is
   * over. `drained` or `closed` follows. It may be called from inside any call to the link.
   */
  held(): void;
  /**
   * The peer no longer receives, while what it has sent still comes: a write has failed, and the receiver has no room for
   * the rest. `closed` follows when that has been handed up.
   */
  writeClosed(): void;
  /** The link is gone, once. An error says why, unless it was ended from either side in good order. */
  closed(error: Error | undefined): void;
}
