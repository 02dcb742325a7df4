import { clearTimeout, setTimeout, unref } from '@zeromq-ts/core/spi';
import type { ZMQPublisher } from '@zeromq-ts/pubsub';

/** Within this time after its handshake, a peer has subscribed. */
const SUBSCRIBES_WITHIN_MS = 20;

/**
 * Sends a snapshot soon after the first peer has connected, and then one at each interval until none is connected. It keeps
 * no process alive, and has no timer while no one is connected.
 *
 * @param make Makes a snapshot; it is not called while no one is subscribed.
 * @returns Ends it.
 */
export function publishSnapshots(publisher: ZMQPublisher, interval: number, make: () => Uint8Array): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const after = (milliseconds: number): void => {
    timer = setTimeout(tick, milliseconds);
    unref(timer);
  };
  const tick = (): void => {
    timer = undefined;
    if (publisher.closed || publisher.peers.length === 0) return;
    if (publisher.hasSubscribers()) publisher.trySend(make());
    after(interval);
  };
  publisher.on('handshake-succeeded', () => {
    if (timer === undefined) after(Math.min(interval, SUBSCRIBES_WITHIN_MS));
  });
  return () => clearTimeout(timer);
}
