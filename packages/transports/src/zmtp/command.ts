import { COMMAND, headerLength, writeHeader } from './frame.js';

/*
 * RFC 37, "Commands": the body of a command frame.
 *
 *   +-------------+------+------+
 *   | name length | name | data |
 *   +-------------+------+------+
 *         1         1-255
 */

/** A command frame taken apart. */
export interface Command {
  readonly name: string;
  readonly data: Buffer;
}

/** Takes the body of a command frame apart; `undefined` when it has no name, or one that runs past its end. */
export function parseCommand(body: Buffer): Command | undefined {
  const length = body[0];
  if (length === undefined || length === 0 || 1 + length > body.length) return undefined;
  return { name: body.toString('latin1', 1, 1 + length), data: body.subarray(1 + length) };
}

/** A whole command frame. */
export function encodeCommand(name: string, data: Uint8Array): Buffer {
  const size = 1 + name.length + data.byteLength;
  const frame = Buffer.allocUnsafe(headerLength(size) + size);
  const at = writeHeader(frame, 0, COMMAND, size);
  frame[at] = name.length;
  frame.write(name, at + 1, 'latin1');
  frame.set(data, at + 1 + name.length);
  return frame;
}

const LONGEST_REASON = 255;

/** The data of an ERROR command: one octet of length, and the reason in printable characters. */
export function errorData(reason: string): Buffer {
  const printable = Buffer.from(printableReason(reason), 'latin1');
  return Buffer.concat([Buffer.of(printable.length), printable]);
}

/** Reads the reason out of the data of an ERROR command; `undefined` when it runs past the end. */
export function parseErrorData(data: Buffer): string | undefined {
  const length = data[0];
  if (length === undefined || 1 + length > data.length) return undefined;
  return printableReason(data.toString('latin1', 1, 1 + length));
}

/** Whatever a peer says is fit for a log: no control characters, no escapes. */
function printableReason(reason: string): string {
  return reason.replace(/[^ -~]/g, '?').slice(0, LONGEST_REASON);
}

const MISSPELT = Buffer.from('^RROR', 'latin1');

/**
 * libzmq (4.3.5) writes the ERROR of PLAIN as `^RROR`, without the length of its name: in C, "\x5ERROR" begins with one
 * character, the one of the code 5E. Gives the body with that put right.
 */
export function repairError(body: Buffer): Buffer {
  if (body.length < MISSPELT.length || body.compare(MISSPELT, 0, MISSPELT.length, 0, MISSPELT.length) !== 0)
    return body;
  return Buffer.concat([Buffer.from('\x05ERROR', 'latin1'), body.subarray(MISSPELT.length)]);
}
