import type { Outgoing } from '@zeromq-ts/core/spi';

/** The sending direction of a socket: the calls of the engine seam that are about it. */
export interface Outbound {
  send(message: Outgoing): boolean;
  /** Whether `send` has room, as far as libzmq tells without sending. */
  canSend(): boolean;
  /** Has `writable` be called once `canSend` is worth asking again. */
  awaitRoom(): void;
  awaitWritable(next: Outgoing, timeout: number): boolean;
  close(): void;
}
