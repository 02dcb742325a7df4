import type { MessageInput } from '@zeromq-ts/core';

/** Frames of at most this size are copied when they are sent: the program may use its buffer again, as with libzmq. */
const COPIED_BYTES = 128;

type Part = string | Uint8Array;

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

function partOf(value: unknown): Part {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (value instanceof Buffer && value.length <= COPIED_BYTES) return copyOf(value);
  if (value instanceof Uint8Array && value.byteLength > COPIED_BYTES) return value;
  if (ArrayBuffer.isView(value)) return bytesOf(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return bytesOf(value, 0, value.byteLength);
  // oxlint-disable-next-line typescript/no-base-to-string -- that is what the npm package sends
  return `${value as object}`;
}

function bytesOf(buffer: ArrayBufferLike, start: number, length: number): Uint8Array {
  const bytes = Buffer.from(buffer, start, length);
  return length > COPIED_BYTES ? bytes : Buffer.from(bytes);
}

function copyOf(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafe(bytes.length);
  copy.set(bytes);
  return copy;
}
