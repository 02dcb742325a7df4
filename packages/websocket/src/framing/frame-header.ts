import { PROTOCOL_ERROR, WebSocketError } from './close-codes.js';
import { readMask } from './mask.js';
import { FIN, LENGTH, LONG, MASK_BYTES, MASKED, MAX_HEADER_BYTES, MEDIUM, OPCODE, RSV } from './opcodes.js';

const TWO_TO_THE_32 = 0x1_0000_0000;

/** The header of the frame under way (RFC 6455, section 5.2). It may come in parts. */
export class FrameHeader {
  opcode = 0;
  fin = false;
  /** The length of the payload. Above 2^53 it is rounded. */
  size = 0;
  /** The mask; 0 when there is none. */
  mask = 0;

  readonly #masked: number;
  readonly #partial = Buffer.alloc(MAX_HEADER_BYTES);
  #length = 0;

  /** @param masked - Whether the peer has to mask. */
  constructor(masked: boolean) {
    this.#masked = masked ? MASKED : 0;
  }

  /** Whether a part of a header has come. */
  get isPartial(): boolean {
    return this.#length > 0;
  }

  /**
   * Reads a header.
   *
   * @returns where the payload begins; -1 when the header has not come to its end, and all bytes have been taken.
   * @throws WebSocketError when it has a reserved bit, or a mask where there must be none, or none where there must be one.
   */
  read(bytes: Buffer, at: number, end: number): number {
    if (this.#length === 0 && end - at >= 2) {
      const size = sizeOf(bytes[at + 1] as number);
      if (end - at >= size) {
        this.#parse(bytes, at);
        return at + size;
      }
    }
    const partial = this.#partial;
    for (let from = at; from < end; from++) {
      partial[this.#length++] = bytes[from] as number;
      if (this.#length < 2 || this.#length < sizeOf(partial[1] as number)) continue;
      this.#length = 0;
      this.#parse(partial, 0);
      return from + 1;
    }
    return -1;
  }

  /** Forgets what has come of one. */
  reset(): void {
    this.#length = 0;
  }

  #parse(bytes: Buffer, at: number): void {
    const first = bytes[at] as number;
    const second = bytes[at + 1] as number;
    if ((first & RSV) !== 0) throw broken('a frame with a reserved bit, though no extension was agreed on');
    if ((second & MASKED) !== this.#masked) {
      throw broken(this.#masked === 0 ? 'a masked frame, as only clients do' : 'a frame that is not masked');
    }
    let size = second & LENGTH;
    let next = at + 2;
    if (size === MEDIUM) {
      size = ((bytes[next] as number) << 8) | (bytes[next + 1] as number);
      next += 2;
    } else if (size === LONG) {
      size = bytes.readUInt32BE(next) * TWO_TO_THE_32 + bytes.readUInt32BE(next + 4);
      next += 8;
    }
    this.opcode = first & OPCODE;
    this.fin = (first & FIN) !== 0;
    this.size = size;
    this.mask = this.#masked === 0 ? 0 : readMask(bytes, next);
  }
}

function sizeOf(second: number): number {
  const length = second & LENGTH;
  return 2 + (length === LONG ? 8 : length === MEDIUM ? 2 : 0) + ((second & MASKED) === 0 ? 0 : MASK_BYTES);
}

/** What the peer has done is against the protocol. */
export function broken(what: string): WebSocketError {
  return new WebSocketError(PROTOCOL_ERROR, `The peer sent ${what}.`);
}
