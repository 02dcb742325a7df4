import { onBeforeExit } from '../runtime/environment.js';

/** What is to be closed when the process has nothing else to do. */
export interface LiveSocket {
  /** Nothing holds the process any more, and nobody has closed this socket: delivers what it was given to send. */
  closeAtExit(): Promise<void>;
}

const live = new Set<LiveSocket>();
let listening = false;

/**
 * Sockets that were never closed: when nothing holds the process any more, they are closed, each with its own linger,
 * so that a script that never calls `close` delivers what it sent. A socket that is being closed holds the process.
 */
export const liveSockets = {
  add(socket: LiveSocket): void {
    live.add(socket);
    if (listening) return;
    listening = true;
    onBeforeExit(() => {
      for (const each of live) each.closeAtExit().catch(() => {});
    });
  },

  delete(socket: LiveSocket): void {
    live.delete(socket);
  },
};
