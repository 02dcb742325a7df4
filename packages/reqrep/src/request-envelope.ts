import type { Message, Outgoing } from '@zeromq-ts/core/spi';
import { framesInPlace, messageOfSharedFrames } from '@zeromq-ts/core/spi';

/**
 * What stands before the body of a request, and comes back before that of its reply (RFC 28): an empty delimiter, and
 * with the option `correlate` a request id before it.
 *
 * ```
 *        [ '' body… ]      [ id '' body… ]
 * ```
 */
export const REQUEST_ID_BYTES = 4;

/** Puts a request into its envelope. */
export function wrap(message: Outgoing, id: Uint8Array | undefined): Outgoing {
  const frames: (string | Uint8Array)[] = id === undefined ? [''] : [id, ''];
  if (typeof message === 'string' || message instanceof Uint8Array) {
    frames.push(message);
  } else {
    for (const frame of message) frames.push(frame);
  }
  return frames;
}

/** How many frames the envelope of a reply has; 0 when it has none, or when nothing comes after it. */
export function envelopeLength(message: Message): number {
  const { length } = message;
  if (length < 2) return 0;
  const frames = framesInPlace(message);
  const first = frames[0]?.byteLength;
  if (first === 0) return 1;
  return length > 2 && first === REQUEST_ID_BYTES && frames[1]?.byteLength === 0 ? 2 : 0;
}

/** A message without its first frames, of which it has more. */
export function unwrap(message: Message, count: number): Message {
  return messageOfSharedFrames(framesInPlace(message).slice(count), message.peer);
}
