import { ProtocolError } from '../protocol-error.js';

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
export function shortNonce(prefix: string): Buffer {
  const nonce = Buffer.alloc(PREFIX_BYTES + SHORT_NONCE_BYTES);
  nonce.write(prefix, 'latin1');
  return nonce;
}

/** A nonce of bytes that came along, after their prefix. */
export function nonceOf(prefix: string, rest: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(prefix, 'latin1'), rest]);
}

/** The counter of one direction of a connection, at the side that sends: over all its commands, never the same twice. */
export class SendCounter {
  #last = 0;

  /** Writes the next number into a short nonce. */
  next(nonce: Buffer): void {
    const next = ++this.#last;
    if (next === Number.MAX_SAFE_INTEGER) throw new Error('This connection has used up its nonces.');
    nonce.writeUInt32BE(Math.floor(next / 0x1_0000_0000), PREFIX_BYTES);
    nonce.writeUInt32BE(next >>> 0, PREFIX_BYTES + 4);
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
  accept(bytes: Buffer, at: number, nonce: Buffer): void {
    const high = bytes.readUInt32BE(at);
    const low = bytes.readUInt32BE(at + 4);
    if (high < this.#high || (high === this.#high && low <= this.#low)) {
      throw new ProtocolError('The peer sent a CURVE command with a nonce that does not come after the one before.').of(
        'ERR_ZMTP_INVALID_SEQUENCE',
      );
    }
    this.#high = high;
    this.#low = low;
    bytes.copy(nonce, PREFIX_BYTES, at, at + SHORT_NONCE_BYTES);
  }
}
