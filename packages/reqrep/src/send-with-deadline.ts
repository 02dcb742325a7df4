import type { SocketCore } from '@zeromq-ts/core/spi';
import { performance, ZMQError } from '@zeromq-ts/core/spi';

/** How often to look again for room. A new peer is noticed at once; that a full queue has drained tells no event. */
const POLL_INTERVAL_MS = 100;

/**
 * Sends a request as soon as a peer has room for it, unless that takes too long.
 *
 * Unlike `send`, it leaves nothing behind in a queue when it gives up, so a request that has failed is not sent later.
 *
 * @param trySend Sends it; false when there is no room.
 * @returns How much of the timeout is left for the reply.
 * @throws ZMQError `EAGAIN` after the timeout; the reason of the signal; what `trySend` throws.
 */
export async function sendWithDeadline(
  core: SocketCore,
  trySend: () => boolean,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (trySend()) return timeout;
  const deadline = performance.now() + timeout;
  let sent = false;
  let failure: { readonly error: unknown } | undefined;
  const done = (): boolean => {
    try {
      sent ||= trySend();
    } catch (error) {
      // It must not surface inside the engine event that has prompted this try.
      failure = { error };
    }
    return sent || failure !== undefined;
  };
  for (;;) {
    const left = Math.ceil(deadline - performance.now());
    if (sent) return Math.max(1, left);
    if (failure !== undefined) throw failure.error;
    if (left <= 0) throw new ZMQError('EAGAIN', `No peer had room for the request within ${timeout} ms.`);
    await core
      .waitFor(done, 'No room', { timeout: Math.min(POLL_INTERVAL_MS, left), signal })
      .catch((error: unknown) => {
        if (signal?.aborted === true || core.refusal() !== undefined) throw error;
      });
  }
}
