import { MAX_MESSAGE_BYTES } from '@zeromq-ts/core/spi';
import { type Command, encodeCommand } from './command.js';
import { ProtocolError } from './protocol-error.js';

/*
 * RFC 37, "Framing":
 *
 *   +-------+----------+-------------+
 *   | flags |   size   |    body     |
 *   +-------+----------+-------------+
 *       1     1 | 8 (BE)   size bytes
 *
 *   flags:  0 0 0 0 0 COMMAND LONG MORE
 */

/** More frames of this message follow. */
export const MORE = 0x01;
/** The size has eight bytes, not one. */
export const LONG = 0x02;
/** The body is a command, not a part of a message. */
export const COMMAND = 0x04;

/** The largest body whose size goes into one byte. */
export const MAX_SHORT_BODY_BYTES = 255;
export const SHORT_HEADER_BYTES = 2;
export const LONG_HEADER_BYTES = 9;

/**
 * The largest frame, and the largest message in all its frames, that is taken from a peer. `maxMessageSize` can only make
 * it less.
 */
export const MAX_BYTES = MAX_MESSAGE_BYTES;

/** Refuses flags that RFC 37 does not know: a reserved bit, or a command of several frames. */
export function checkFlags(flags: number): void {
  if (flags > (MORE | LONG | COMMAND)) {
    throw new ProtocolError(
      `The peer sent a frame with flags ${hex(flags)}: bits 3 to 7 are reserved and must be zero.`,
    ).of('ERR_ZMTP_MALFORMED_COMMAND_UNSPECIFIED');
  }
  if ((flags & (COMMAND | MORE)) === (COMMAND | MORE)) {
    throw new ProtocolError(`The peer sent a frame with flags ${hex(flags)}: a command is one frame, without MORE.`).of(
      'ERR_ZMTP_MALFORMED_COMMAND_UNSPECIFIED',
    );
  }
}

/**
 * Reads the size of a long frame.
 *
 * @throws ProtocolError for a size of more than {@link MAX_BYTES}, long before it is anything but a number.
 */
export function readLongSize(bytes: Uint8Array, at: number): number {
  const high = quarter(bytes, at);
  const low = quarter(bytes, at + 4);
  if (high !== 0 || low > MAX_BYTES) throw tooLarge((BigInt(high) << 32n) | BigInt(low), MAX_BYTES);
  return low;
}

/** Four bytes as a number. A DataView would cost an object for each frame. */
function quarter(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const rest = ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  return first * 0x100_0000 + rest;
}

/** Writes the header of a frame; returns where its body begins. */
export function writeHeader(target: Uint8Array, at: number, flags: number, size: number): number {
  if (size <= MAX_SHORT_BODY_BYTES) {
    target[at] = flags;
    target[at + 1] = size;
    return at + SHORT_HEADER_BYTES;
  }
  target[at] = flags | LONG;
  const high = Math.floor(size / 0x1_0000_0000);
  target[at + 1] = high >>> 24;
  target[at + 2] = high >>> 16;
  target[at + 3] = high >>> 8;
  target[at + 4] = high;
  target[at + 5] = size >>> 24;
  target[at + 6] = size >>> 16;
  target[at + 7] = size >>> 8;
  target[at + 8] = size;
  return at + LONG_HEADER_BYTES;
}

/** The number of bytes that the header of a frame takes. */
export function headerLength(size: number): number {
  return size <= MAX_SHORT_BODY_BYTES ? SHORT_HEADER_BYTES : LONG_HEADER_BYTES;
}

/** A whole frame of a command, with its header. */
export function frameCommand(command: Command): Buffer {
  const body = encodeCommand(command);
  const frame = Buffer.allocUnsafe(headerLength(body.length) + body.length);
  frame.set(body, writeHeader(frame, 0, COMMAND, body.length));
  return frame;
}

export function tooLarge(size: number | bigint, limit: number): ProtocolError {
  return new ProtocolError(`The peer announced a frame of ${size} bytes; at most ${limit} are accepted.`);
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
