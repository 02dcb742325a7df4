import { onBeforeExit } from '../runtime/environment.js';
import { notifyExitListeners } from './exit-listeners.js';

/** What is to be closed when the process has nothing else to do. */
export interface LiveSocket {
  /** Called when nothing else keeps the process alive and the socket is open: delivers its queued messages. */
  closeAtExit(): Promise<void>;
  /** How many messages it has to deliver, as far as that is known. */
  readonly undelivered: number;
}

const live = new Set<LiveSocket>();
let listening = false;

/**
 * Sockets that were never closed: when nothing else keeps the process alive, they are closed, each with its own linger,
 * so that a script that never calls `close` delivers its messages. A closing socket keeps the process alive.
 */
export const liveSockets = {
  add(socket: LiveSocket): void {
    live.add(socket);
    if (listening) return;
    listening = true;
    onBeforeExit(() => {
      let messages = 0;
      for (const { undelivered } of live) messages += undelivered;
      notifyExitListeners(messages);
      for (const each of live) each.closeAtExit().catch(() => {});
    });
  },

  delete(socket: LiveSocket): void {
    live.delete(socket);
  },
};
