import { textLength } from '../runtime/bytes.js';
import { showValue } from '../errors/show-value.js';
import type { AnyMessage } from './brand.js';
import { isMessage } from './brand.js';
import { framesInPlace } from './message-access.js';
import { FRAME_OVERHEAD_BYTES } from './frame-overhead.js';
import { isReadable } from './readable-bytes.js';

/** What can become one frame: text (sent as UTF-8), or bytes. */
export type FrameInput = string | ArrayBufferLike | ArrayBufferView;

/**
 * The messages that `send` accepts: one frame, a `Message`, or an array of these. Each element of an array is one
 * frame; a `Message` in it stands for its frames.
 */
export type MessageInput = FrameInput | AnyMessage | readonly (FrameInput | AnyMessage)[];

/** A checked message for an engine: one frame, or a list of at least one. Text is not encoded yet. */
export type Outgoing = string | Uint8Array | readonly (string | Uint8Array)[];

/**
 * Checks a message and converts it to the form that engines accept. Text stays text, so that an engine can encode it
 * directly into its output buffer; bytes are not copied.
 *
 * @throws TypeError naming what was given and what is accepted.
 */
export function toOutgoing(input: MessageInput): Outgoing {
  if (typeof input === 'string') return input;
  if (ArrayBuffer.isView(input)) return viewedBytes(input, undefined);
  if (Array.isArray(input)) return toFrames(input as readonly unknown[]);
  if (isMessage(input)) return checkReadable(framesInPlace(input));
  return toBytes(input, undefined);
}

function toFrames(input: readonly unknown[]): readonly (string | Uint8Array)[] {
  if (input.length === 0) {
    throw new TypeError("A message has at least one frame, and [] has none. To send an empty message, send ''.");
  }
  const frames: (string | Uint8Array)[] = [];
  for (let index = 0; index < input.length; index++) {
    const part = input[index];
    if (typeof part === 'string') frames.push(part);
    else if (ArrayBuffer.isView(part)) frames.push(viewedBytes(part, index));
    // Not spread: a message may have more frames than a call may have arguments.
    else if (isMessage(part)) for (const frame of framesInPlace(part)) frames.push(viewedBytes(frame, index));
    else frames.push(toBytes(part, index));
  }
  return frames;
}

/**
 * Checks that the buffers of a message are not detached: it may have been queued for some time.
 *
 * @throws TypeError naming the frame.
 */
export function checkReadable<T extends Outgoing>(message: T): T {
  if (typeof message === 'string') return message;
  if (message instanceof Uint8Array) {
    if (!isReadable(message)) throw unreadable(undefined);
    return message;
  }
  for (let index = 0; index < message.length; index++) {
    if (!isReadable(message[index] as string | Uint8Array)) throw unreadable(index);
  }
  return message;
}

/** The bytes of a view. `instanceof` alone would accept a `Proxy` of a view, whose bytes cannot be read. */
function viewedBytes(view: ArrayBufferView, index: number | undefined): Uint8Array {
  if (!(view instanceof Uint8Array)) return toBytes(view, index);
  if (view.length === 0 && !isReadable(view)) throw unreadable(index);
  return view;
}

function toBytes(value: unknown, index: number | undefined): Uint8Array {
  if (ArrayBuffer.isView(value) || isBuffer(value)) return bytesOf(value, index);
  const what = Array.isArray(value) ? 'an array inside an array' : showValue(value);
  throw new TypeError(
    `${placeOf(index)} cannot be ${what}: it is a string, an ArrayBuffer or a view on one, a Message, or an array of ` +
      `these. ${adviceFor(value)}`,
  );
}

function isBuffer(value: unknown): value is ArrayBufferLike {
  if (value instanceof ArrayBuffer) return true;
  return typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer;
}

function bytesOf(value: ArrayBufferLike | ArrayBufferView, index: number | undefined): Uint8Array {
  try {
    // Both throw a TypeError when the bytes are gone.
    if (!ArrayBuffer.isView(value)) return new Uint8Array(value);
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  } catch (cause) {
    throw unreadable(index, cause);
  }
}

function placeOf(index: number | undefined): string {
  return index === undefined ? 'A message' : `Frame ${index} of a message`;
}

function unreadable(index: number | undefined, cause?: unknown): TypeError {
  const text =
    `${placeOf(index)} cannot be sent: its buffer was detached (by a transfer, for example) or made smaller than the ` +
    'view on it. Send a copy, or transfer the buffer only after the message has been delivered.';
  return cause === undefined ? new TypeError(text) : new TypeError(text, { cause });
}

function adviceFor(value: unknown): string {
  if (isViewWithoutBytes(value))
    return 'Send the view itself: a Proxy, or an object made from its prototype, has no bytes.';
  if (Array.isArray(value)) return 'Flatten it: each element of the outer array is one frame.';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    return 'Send String(value), or its bytes.';
  }
  if (value === null || value === undefined) return "For an empty frame, send ''.";
  return 'Send JSON.stringify(value) to send it as JSON, or encode it to bytes yourself.';
}

function isViewWithoutBytes(value: unknown): boolean {
  return value instanceof Uint8Array || value instanceof DataView;
}

/** The number of bytes that an outgoing message has on the wire, headers not counted. */
export function byteLength(message: Outgoing): number {
  if (typeof message === 'string') return textLength(message);
  if (message instanceof Uint8Array) return message.length;
  let total = 0;
  for (let index = 0; index < message.length; index++) {
    const frame = message[index] as string | Uint8Array;
    total += typeof frame === 'string' ? textLength(frame) : frame.length;
  }
  return total;
}

/** What a message that is to be sent counts where bytes are limited: as `weightOfMessage` has it. */
export function weightOfOutgoing(message: Outgoing): number {
  if (typeof message === 'string') return textLength(message) + FRAME_OVERHEAD_BYTES;
  if (message instanceof Uint8Array) return message.byteLength + FRAME_OVERHEAD_BYTES;
  return byteLength(message) + message.length * FRAME_OVERHEAD_BYTES;
}
