import type { Socket } from 'node:net';

/** What differs between the protocols whose messages travel over byte streams. */
export interface StreamProtocol {
  /** The address of the other end of a connection, as an endpoint; `undefined` when it is gone already. */
  addressOf(socket: Socket, endpoint: string): string | undefined;
  /** Whether a connection has met itself instead of a listener. */
  isSelfConnection(socket: Socket): boolean;
}
