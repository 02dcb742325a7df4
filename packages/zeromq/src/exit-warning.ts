import { setTimeout } from '@zeromq-ts/core/spi';
import type { InnerSocket } from './socket/inner-socket.js';

/** So long the end of a process may wait for messages without a word. */
const PATIENCE_MS = 250;

const sockets = new Set<WeakRef<InnerSocket>>();
let listening = false;

/**
 * Says on the standard error why a process does not end: messages of this socket wait to be handed over. As in the npm
 * package, it is said once the process has had nothing else to do for a quarter of a second.
 *
 * @param isBlocky Whether the context of the socket has the option `blocky`.
 */
export function warnAtExit(socket: InnerSocket, isBlocky: () => boolean): void {
  sockets.add(new WeakRef(socket));
  if (listening) return;
  listening = true;
  process.once('beforeExit', () => {
    if (!anyQueued()) return;
    setTimeout(() => {
      if (!anyQueued()) return;
      const advice = isBlocky() ? " Set 'context.blocky = false' to change this behaviour." : '';
      process.stderr.write(
        `(node:${process.pid}) WARNING: Waiting for queued ZeroMQ messages to be delivered.${advice}\n`,
      );
    }, PATIENCE_MS).unref();
  });
}

function anyQueued(): boolean {
  for (const each of sockets) {
    const socket = each.deref();
    if (socket === undefined) sockets.delete(each);
    else if ((socket.stats?.().queuedOutgoing ?? 0) > 0) return true;
  }
  return false;
}
