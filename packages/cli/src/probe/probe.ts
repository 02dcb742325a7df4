import { type Connection, openConnection } from './connect.js';
import { converse, type Conversed } from './converse.js';
import { Dialogue } from './dialogue.js';
import type { Target } from './target.js';
import { WebDialogue } from './web-dialogue.js';

/** What to ask for. */
export interface ProbeOptions {
  /** Milliseconds for all of it. */
  readonly timeout: number;
  /** Ends the probe; it is rejected with the reason. */
  readonly signal?: AbortSignal | undefined;
  /** Over ws, offer ZWS 2.0 without a mechanism alone. A peer may lose a message to that. Default: false. */
  readonly bare?: boolean | undefined;
}

/** What came of a probe. */
export interface Probed extends Conversed {
  /** Milliseconds that it took to connect, without the time that looking up a name takes. */
  readonly connectMs: number | undefined;
}

/**
 * Learns what speaks at an endpoint, and takes no message from it: the connection ends before the handshake does.
 *
 * @throws the error of the system when there is no connection; `TimeoutError` when there is none in time.
 */
export async function probe(target: Target, options: ProbeOptions): Promise<Probed> {
  const { signal, timeout, bare = false } = options;
  const deadline = AbortSignal.timeout(timeout);
  const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
  let connection: Connection;
  try {
    connection = await openConnection(target, either);
  } catch (error) {
    // Accepted, and reset before we knew.
    if ((error as { code?: string }).code !== 'ECONNRESET') throw error;
    return { finding: { kind: 'closed' }, connectMs: undefined, greetingMs: undefined };
  }
  const { socket, connectMs } = connection;
  const conversation = 'authority' in target ? new WebDialogue(target, bare) : new Dialogue();
  const conversed = await converse(socket, conversation, either);
  signal?.throwIfAborted();
  return { ...conversed, connectMs };
}
