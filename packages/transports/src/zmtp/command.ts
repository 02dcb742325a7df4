/*
 * RFC 37, "Commands": the body of a command frame.
 *
 *   +-------------+------+------+
 *   | name length | name | data |
 *   +-------------+------+------+
 *         1         1-255
 */

import type { Bytes } from '@zeromq-ts/core/spi';

/** A command to send. How it travels is a matter of the framing. */
export interface Command {
  /** 1 to 255 characters of ASCII. */
  readonly name: string;
  readonly data: Uint8Array;
}

/** The body of a command frame taken apart. */
export interface ReceivedCommand extends Command {
  readonly data: Bytes;
}

/** Takes the body of a command frame apart; `undefined` when it has no name, or one that runs past its end. */
export function parseCommand(body: Bytes): ReceivedCommand | undefined {
  const length = body[0];
  if (length === undefined || length === 0 || 1 + length > body.length) return undefined;
  return { name: body.toString('latin1', 1, 1 + length), data: body.subarray(1 + length) };
}

/** The body of a command frame. */
export function encodeCommand({ name, data }: Command): Bytes {
  const body = Buffer.allocUnsafe(1 + name.length + data.byteLength);
  body[0] = name.length;
  body.write(name, 1, 'latin1');
  body.set(data, 1 + name.length);
  return body;
}

const MAX_REASON_BYTES = 255;

/**
 * Makes an ERROR command (RFC 37). Its data is one byte of length and the reason.
 *
 * @param reason At most 255 printable characters; others are replaced by `?`.
 */
export function errorCommand(reason: string): Command {
  const printable = Buffer.from(printableReason(reason), 'latin1');
  return { name: 'ERROR', data: Buffer.concat([Buffer.of(printable.length), printable]) };
}

/** Reads the reason out of the data of an ERROR command; `undefined` when it runs past the end. */
export function parseErrorData(data: Bytes): string | undefined {
  const length = data[0];
  if (length === undefined || 1 + length > data.length) return undefined;
  return printableReason(data.toString('latin1', 1, 1 + length));
}

/** Whatever a peer says is fit for a log: no control characters, no escapes. */
function printableReason(reason: string): string {
  return reason.replace(/[^ -~]/g, '?').slice(0, MAX_REASON_BYTES);
}

const MISSPELT = Buffer.from('^RROR', 'latin1');

/**
 * libzmq (4.3.5) writes the ERROR of PLAIN as `^RROR`, without the length of its name: in C, "\x5ERROR" begins with one
 * character, the one of the code 5E. Gives the body with that put right.
 */
export function repairError(body: Bytes): Bytes {
  if (body.length < MISSPELT.length || body.compare(MISSPELT, 0, MISSPELT.length, 0, MISSPELT.length) !== 0)
    return body;
  return Buffer.concat([Buffer.from('\x05ERROR', 'latin1'), body.subarray(MISSPELT.length)]);
}
