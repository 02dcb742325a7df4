import type { BenchSocket } from './open-socket.js';

/** How long the other side may take to come. */
const PEER_TIMEOUT_MS = 30_000;

/** Waits until as many peers are connected, or subscribed, as take part. */
export async function waitForPeers(socket: BenchSocket, peers: number, signal: AbortSignal): Promise<void> {
  const options = peers === 1 ? { timeout: PEER_TIMEOUT_MS, signal } : { peers, timeout: PEER_TIMEOUT_MS, signal };
  const { subscribed } = socket as unknown as {
    subscribed?: (topic: string | undefined, options: object) => Promise<void>;
  };
  // A SUB has `subscribed`, too, and never sends.
  if (socket.type === 'PUB' && subscribed !== undefined) await subscribed.call(socket, undefined, options);
  else await socket.connected(options);
}
