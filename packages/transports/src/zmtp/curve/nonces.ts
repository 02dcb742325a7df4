import { type Bytes, encodeText } from '@zeromq-ts/core/spi';
import { ProtocolError } from '../protocol-error.js';
import { joinBytes } from './join-bytes.js';

/*
 * RFC 26: a nonce of 24 bytes, of which the prefix says what the box is. The rest is a counter (short nonces), or
 * random (long ones):
 *
 *   | prefix 16 | counter 8 (BE) |          | prefix 8 | random 16 |
 */
const PREFIX_BYTES = 16;
export const SHORT_NONCE_BYTES = 8;
export const LONG_NONCE_BYTES = 16;

/** A nonce with a counter, to be filled in. */
export function shortNonce(prefix: string): Bytes {
  return joinBytes(encodeText(prefix), new Uint8Array(SHORT_NONCE_BYTES));
}

/** A nonce of bytes that came along, after their prefix. */
export function nonceOf(prefix: string, rest: Uint8Array): Bytes {
  return joinBytes(encodeText(prefix), rest);
}

/** The counter of one direction of a connection, at the side that sends: over all its commands, never the same twice. */
export class SendCounter {
  #last = 0;

  /** Writes the next number into a short nonce. */
  next(nonce: Uint8Array): void {
    const next = ++this.#last;
    if (next === Number.MAX_SAFE_INTEGER) throw new Error('This connection has used up its nonces.');
    writeUint32(nonce, PREFIX_BYTES, Math.floor(next / 0x1_0000_0000));
    writeUint32(nonce, PREFIX_BYTES + 4, next);
  }
}

/** The same at the side that receives. Gaps are allowed; what is not larger than the one before is a replay. */
export class ReceiveCounter {
  #high = 0;
  #low = -1;

  /**
   * Takes the number out of a command, and puts it into a nonce.
   *
   * @throws ProtocolError when it has come before, or comes late.
   */
  accept(bytes: Uint8Array, at: number, nonce: Uint8Array): void {
    const high = readUint32(bytes, at);
    const low = readUint32(bytes, at + 4);
    if (high < this.#high || (high === this.#high && low <= this.#low)) {
      throw new ProtocolError('The peer sent a CURVE command with a nonce that does not come after the one before.').of(
        'ERR_ZMTP_INVALID_SEQUENCE',
      );
    }
    this.#high = high;
    this.#low = low;
    for (let index = 0; index < SHORT_NONCE_BYTES; index++) nonce[PREFIX_BYTES + index] = bytes[at + index] as number;
  }
}

/** Big-endian; the typed array drops the bits that do not fit into a byte. */
function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

function readUint32(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  const low = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  return high * 0x1_0000 + low;
}
