import type { CompatSocket } from './compat-socket.js';

const ONE_WAY = new Set(['push/pull', 'pull/push', 'xpub/xsub']);
const ROUTED = new Set(['router/dealer', 'xrep/xreq']);

/**
 * Forwards messages between two sockets, in both directions.
 *
 * @param capture Gets a copy of what comes from the back end; between a router and a dealer, without the first two frames.
 * @throws Error for sockets of other types, or in another order.
 */
export function proxy(frontend: CompatSocket, backend: CompatSocket, capture?: CompatSocket): void {
  const types = `${frontend.type}/${backend.type}`;
  if (!ONE_WAY.has(types) && !ROUTED.has(types)) {
    throw new Error('This socket type order is not supported in compatibility mode');
  }
  const envelope = ROUTED.has(types) ? 2 : 0;
  frontend.on('message', (...frames: Buffer[]) => backend.send(frames));
  backend.on('message', (...frames: Buffer[]) => {
    frontend.send(frames);
    capture?.send(frames.slice(envelope));
  });
}
