import type { Socket } from 'node:net';

/** How long a connection that is done with may take to end, in milliseconds. */
const PATIENCE = 1000;

/** Listens to the errors of a socket when nobody else does: without a listener they would end the process. */
export function ignore(): void {}

/**
 * Lets a connection end in good order, with nobody above it any more: what is written goes out, then FIN; what comes in
 * is thrown away until the peer's FIN. Closing while something is unread would make the system send RST, and that can
 * cost the peer what it has not read yet.
 *
 * @param lastWords - What is still to be written.
 */
export function bidFarewell(socket: Socket, lastWords?: Uint8Array): void {
  if (socket.destroyed) return;
  const impatience = setTimeout(() => socket.destroy(), PATIENCE);
  impatience.unref();
  socket.once('close', () => clearTimeout(impatience));
  // Without a listener for it, what comes is thrown away.
  socket.resume();
  if (socket.writableEnded) return;
  if (lastWords === undefined) socket.end();
  else socket.end(lastWords);
}
