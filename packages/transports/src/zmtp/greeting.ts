import type { Mechanism } from './mechanism.js';
import { ProtocolError } from './protocol-error.js';

/*
 * RFC 37, "Formal Grammar":
 *
 *   0        1         9   10      11      12          32          33       64
 *   +--------+---------+----+-------+-------+-----------+-----------+--------+
 *   |   FF   | padding | 7F | major | minor | mechanism | as-server | filler |
 *   +--------+---------+----+-------+-------+-----------+-----------+--------+
 */
export const GREETING_BYTES = 64;

const SIGNATURE_END_AT = 9;
const MAJOR_AT = 10;
const MINOR_AT = 11;
const MECHANISM_AT = 12;
const AS_SERVER_AT = 32;

/** The version to speak with a peer, which is never above our own 3.1. */
export interface Version {
  readonly major: 3;
  readonly minor: 0 | 1;
}

export function encodeGreeting(mechanism: Mechanism): Buffer {
  const greeting = Buffer.alloc(GREETING_BYTES);
  greeting[0] = 0xff;
  greeting[SIGNATURE_END_AT] = 0x7f;
  greeting[MAJOR_AT] = 3;
  greeting[MINOR_AT] = 1;
  greeting.write(mechanism.name, MECHANISM_AT, 'latin1');
  greeting[AS_SERVER_AT] = mechanism.asServer ? 1 : 0;
  return greeting;
}

/**
 * Checks as much of a greeting as has arrived, so that a peer with another protocol — HTTP, TLS, a port scanner, ZMTP 1.0
 * or 2.0 — is refused at its first wrong byte and nothing of it is ever taken for a message. Padding is not looked at.
 */
export function checkSignature(greeting: Uint8Array, length: number): void {
  if (length > 0 && greeting[0] !== 0xff) throw notZmtp3('its first byte is not FF');
  if (length > SIGNATURE_END_AT && greeting[SIGNATURE_END_AT] !== 0x7f) throw notZmtp3('its tenth byte is not 7F');
  const major = greeting[MAJOR_AT];
  if (length > MAJOR_AT && major !== undefined && major < 3) {
    throw notZmtp3(major === 1 || major === 2 ? 'it announces ZMTP 2.0' : 'it announces ZMTP 1.0');
  }
}

/**
 * Reads a whole greeting. Filler means nothing. Of the as-server byte, which libzmq always leaves zero, it is only seen
 * when two servers have met.
 *
 * @throws ProtocolError when the peer has another mechanism: all twenty bytes are compared.
 */
export function readGreeting(greeting: Buffer, mechanism: Mechanism): Version {
  const own = Buffer.alloc(AS_SERVER_AT - MECHANISM_AT);
  own.write(mechanism.name, 'latin1');
  if (own.compare(greeting, MECHANISM_AT, AS_SERVER_AT) !== 0) {
    throw new ProtocolError(
      `The peer has the security mechanism ${shown(greeting)}; this socket has ${mechanism.name}. Set both to the same.`,
    ).of('ERR_ZMTP_MECHANISM_MISMATCH');
  }
  if (mechanism.asServer && greeting[AS_SERVER_AT] === 1) {
    throw new ProtocolError(
      `The peer is a ${mechanism.name} server, as this socket is: one of the two must be a client of the other.`,
    );
  }
  // A newer peer steps down to our version; what its minor means is its own affair.
  return { major: 3, minor: greeting[MAJOR_AT] === 3 && greeting[MINOR_AT] === 0 ? 0 : 1 };
}

function shown(greeting: Buffer): string {
  const name = greeting.toString('latin1', MECHANISM_AT, AS_SERVER_AT).replace(/\0+$/, '');
  return /^[A-Z0-9\-_]+$/.test(name) ? name : 'of a malformed name';
}

function notZmtp3(why: string): ProtocolError {
  return new ProtocolError(`The peer does not speak ZMTP 3: ${why}. ZMTP 1.0 and 2.0 are not supported.`);
}
