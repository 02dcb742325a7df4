import { ZMQError } from '../errors/zmq-error.js';
import type { DropReason } from '../events/events.js';

/**
 * Why a message is dropped that a peer could not be given, when nobody waits any more for the outcome of its `send`.
 *
 * @param error - What `Pipe.write` or `PeerLink.send` has thrown.
 */
export function dropReasonOf(error: unknown): DropReason {
  return error instanceof ZMQError && error.code === 'EMSGSIZE' ? 'too-large' : 'unreadable';
}
