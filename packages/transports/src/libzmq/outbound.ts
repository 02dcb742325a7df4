import type { Outgoing } from '@zeromq-ts/core/spi';

/** The sending direction of a socket: the two calls of the engine seam that are about it. */
export interface Outbound {
  send(message: Outgoing): boolean;
  awaitWritable(next: Outgoing, timeout: number): boolean;
  close(): void;
}
