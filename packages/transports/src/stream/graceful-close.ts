import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import type { ByteStream } from './byte-stream.js';

/** How long a connection that is done with may take to end, in milliseconds. */
const MAX_CLOSING_MS = 1000;

/** An error listener for a socket without another one: an error without a listener would end the process. */
export function ignore(): void {}

/** How a connection is left to itself. */
export interface Farewell {
  /** Bytes that are still to be written. */
  readonly finalBytes?: Uint8Array | undefined;
  /** The process does not end before the peer has taken what was sent, or the time is over. */
  readonly holdsProcess?: boolean;
}

/**
 * Closes a connection gracefully, after its link has been released (lingering close): sends buffered data, then FIN;
 * discards received data until the peer's FIN, which arrives when the peer has read everything.
 *
 * The descriptor must not be closed earlier. What the system has taken is not yet with the peer, and a closed
 * descriptor answers each byte of the peer, a PONG say, with RST: then the system forgets what it has not delivered. It
 * does the same when something is unread at the close. The end of the process closes descriptors, too.
 */
export function closeGracefully(socket: ByteStream, { finalBytes, holdsProcess = false }: Farewell = {}): void {
  if (socket.destroyed) return;
  const impatience = setTimeout(() => socket.destroy(), MAX_CLOSING_MS);
  if (!holdsProcess) impatience.unref();
  socket.once('close', () => clearTimeout(impatience));
  // Without a listener for it, what comes is thrown away.
  socket.resume();
  if (socket.writableEnded) return;
  if (finalBytes === undefined) socket.end();
  else socket.end(finalBytes);
}
