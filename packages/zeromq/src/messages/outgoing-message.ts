import type { MessageInput } from '@zeromq-ts/core';
import { copySmallFrames, toOutgoing } from '@zeromq-ts/core/spi';

/** Frames of at most this size are copied when they are sent: the program may use its buffer again, as with libzmq. */
export const COPIED_BYTES = 128;

type Part = string | ArrayBufferLike | ArrayBufferView;

/**
 * The message of what `send` was given. What is neither text nor bytes is sent as the text that `String` makes of it, and
 * `null` as an empty frame.
 *
 * @returns `undefined` for an empty array, which is no message.
 */
export function outgoingMessage(given: unknown): MessageInput | undefined {
  if (typeof given === 'string') return given;
  if (!Array.isArray(given)) return partOf(given);
  if (given.length === 0) return undefined;
  return Array.from(given as readonly unknown[], partOf);
}

/** A message that is sent later: what the program may change now is copied. */
export function keptMessage(message: MessageInput): MessageInput {
  return copySmallFrames(toOutgoing(message), COPIED_BYTES);
}

function partOf(value: unknown): Part {
  if (typeof value === 'string' || ArrayBuffer.isView(value)) return value;
  if (value === null) return '';
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return value;
  // oxlint-disable-next-line typescript/no-base-to-string -- that is what the npm package sends
  return `${value as object}`;
}
