import { ZMQError } from '../errors/zmq-error.js';
import type { Outgoing } from './input.js';
import { byteLength } from './input.js';

/**
 * The largest message, in the bytes of all its frames: 2 GiB less one byte, which is as much as every JavaScript engine
 * can hold in one piece. A peer on the engine `zmtp` takes no more.
 */
export const MAX_MESSAGE_BYTES = 0x7fff_ffff;

/** The most frames that one message may have. A peer on the engine `zmtp` takes no more: each costs some hundred bytes. */
export const MAX_MESSAGE_FRAMES = 262_144;

/** The maximum number of bytes in UTF-8 for one UTF-16 code unit. */
const MAX_BYTES_PER_CHARACTER = 3;

/**
 * Checks that a message is one that a peer on the engine `zmtp` can take.
 *
 * @throws ZMQError `EMSGSIZE`, with the size and the limit.
 */
export function checkMessageLimits(message: Outgoing): void {
  // The longest string there can be has less than 2^29 characters, which are fewer bytes.
  if (typeof message === 'string') return;
  if (message instanceof Uint8Array) {
    if (message.byteLength > MAX_MESSAGE_BYTES) throw tooManyBytes(message.byteLength);
    return;
  }
  if (message.length > MAX_MESSAGE_FRAMES) throw tooManyFrames(message.length);
  let atMost = 0;
  for (let index = 0; index < message.length; index++) {
    const frame = message[index] as string | Uint8Array;
    atMost += typeof frame === 'string' ? frame.length * MAX_BYTES_PER_CHARACTER : frame.byteLength;
  }
  if (atMost <= MAX_MESSAGE_BYTES) return;
  const bytes = byteLength(message);
  if (bytes > MAX_MESSAGE_BYTES) throw tooManyBytes(bytes);
}

/**
 * Checks the frames of a message against the largest frame that a peer takes (its option `maxMessageSize`).
 *
 * @throws ZMQError `EMSGSIZE`, with the size and the limit.
 */
export function checkFrameSizes(message: Outgoing, limit: number): void {
  if (typeof message === 'string' || message instanceof Uint8Array) return checkFrameSize(message, limit);
  for (const frame of message) checkFrameSize(frame, limit);
}

function checkFrameSize(frame: string | Uint8Array, limit: number): void {
  if (frame.length * MAX_BYTES_PER_CHARACTER <= limit) return;
  const bytes = byteLength(frame);
  if (bytes <= limit) return;
  throw new ZMQError(
    'EMSGSIZE',
    `A frame of ${bytes} bytes is larger than the peer takes, which is at most ${limit} bytes. ` +
      'Send it in smaller frames, or raise the option maxMessageSize of the peer.',
  );
}

function tooManyBytes(bytes: number): ZMQError {
  return new ZMQError(
    'EMSGSIZE',
    `A message of ${bytes} bytes is too large: all its frames together have at most ${MAX_MESSAGE_BYTES} bytes. ` +
      'Send it as several messages.',
  );
}

function tooManyFrames(frames: number): ZMQError {
  return new ZMQError(
    'EMSGSIZE',
    `A message of ${frames} frames is too large: it has at most ${MAX_MESSAGE_FRAMES} frames, those of its envelope ` +
      'included. Send it as several messages, or put several parts into one frame.',
  );
}
