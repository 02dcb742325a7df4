import { describe } from '../errors/describe.js';
import type { AnyMessage } from './brand.js';
import { isMessage } from './brand.js';

/** What can become one frame: text (sent as UTF-8), or bytes. */
export type FrameInput = string | ArrayBufferLike | ArrayBufferView;

/**
 * What `send` accepts: one frame, a `Message`, or an array of these — one frame each, the frames of a
 * `Message` in its place.
 */
export type MessageInput = FrameInput | AnyMessage | readonly (FrameInput | AnyMessage)[];

/** A checked message on its way to an engine: one frame, or a list of at least one. Text is still text. */
export type Outgoing = string | Uint8Array | readonly (string | Uint8Array)[];

/**
 * Checks a message and brings it into the form that engines take. Text stays text, so that an engine can write it
 * straight into its output buffer; bytes are not copied.
 *
 * @throws TypeError naming what was given and what is accepted.
 */
export function toOutgoing(input: MessageInput): Outgoing {
  if (typeof input === 'string' || input instanceof Uint8Array) return input;
  if (Array.isArray(input)) return toFrames(input as readonly unknown[]);
  if (isMessage(input)) return input.frames;
  return toBytes(input, undefined);
}

function toFrames(input: readonly unknown[]): readonly (string | Uint8Array)[] {
  if (input.length === 0) {
    throw new TypeError("A message has at least one frame, and [] has none. To send an empty message, send ''.");
  }
  const frames: (string | Uint8Array)[] = [];
  for (let index = 0; index < input.length; index++) {
    const part = input[index];
    if (typeof part === 'string' || part instanceof Uint8Array) frames.push(part);
    // Not spread: a message may have more frames than a call may have arguments.
    else if (isMessage(part)) for (const frame of part.frames) frames.push(frame);
    else frames.push(toBytes(part, index));
  }
  return frames;
}

function toBytes(value: unknown, index: number | undefined): Uint8Array {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer) return new Uint8Array(value);
  const place = index === undefined ? 'A message' : `Frame ${index} of a message`;
  const what = Array.isArray(value) ? 'an array inside an array' : describe(value);
  throw new TypeError(
    `${place} cannot be ${what}: it is a string, an ArrayBuffer or a view on one, a Message, or an array of these. ` +
      adviceFor(value),
  );
}

function adviceFor(value: unknown): string {
  if (Array.isArray(value)) return 'Flatten it: each element of the outer array is one frame.';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    return 'Send String(value), or its bytes.';
  }
  if (value === null || value === undefined) return "For an empty frame, send ''.";
  return 'Send JSON.stringify(value) to send it as JSON, or encode it to bytes yourself.';
}

/** The number of bytes that an outgoing message has on the wire, headers not counted. */
export function byteLength(message: Outgoing): number {
  if (typeof message === 'string') return textLength(message);
  if (message instanceof Uint8Array) return message.byteLength;
  let total = 0;
  for (const frame of message) total += typeof frame === 'string' ? textLength(frame) : frame.byteLength;
  return total;
}

const textLength: (text: string) => number =
  typeof Buffer === 'undefined'
    ? (text) => new TextEncoder().encode(text).byteLength
    : (text) => Buffer.byteLength(text);
