import { ZMQError } from '../errors/zmq-error.js';
import type { DropReason } from '../events/events.js';

/**
 * The reason for dropping a message that could not be sent to a peer after its `send` has settled.
 *
 * @param error - The error thrown by `Pipe.write` or `PeerLink.send`.
 */
export function dropReasonOf(error: unknown): DropReason {
  return error instanceof ZMQError && error.code === 'EMSGSIZE' ? 'too-large' : 'unreadable';
}
