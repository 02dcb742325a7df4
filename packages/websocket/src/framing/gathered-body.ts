import { MAX_BYTES } from '@zeromq-ts/transports/internal';

/** How much is taken for a body of which little has come, and by how much it grows. */
const INITIAL_BYTES = 8_192;
const GROWTH_FACTOR = 4;
/** A body of fragments may leave this part of its buffer unused (1 / n). */
const MAX_WASTE = 4;

/**
 * A body that comes in several chunks, or in several fragments. It takes memory for what has come, at most four times
 * over, and not for what was announced, unless the peer has sent as much before.
 */
export class GatheredBody {
  /** The bytes that belong to it; `undefined` while not all fragments have begun. */
  readonly #size: number | undefined;
  #bytes: Buffer;
  length = 0;

  /** @param proven - The number of bytes that the peer has sent before, after it had announced them. */
  constructor(size: number | undefined, atHand: number, proven: number) {
    this.#size = size;
    const first = Math.max(INITIAL_BYTES, GROWTH_FACTOR * atHand, size === undefined ? 0 : proven);
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(size ?? Infinity, first));
  }

  /** Copies bytes to the end of it. @returns where they begin. */
  add(chunk: Buffer, start: number, end: number): number {
    const at = this.length;
    this.#reserve(at + end - start);
    chunk.copy(this.#bytes, at, start, end);
    this.length = at + end - start;
    return at;
  }

  /** What it lies in. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** The place for bytes that follow, as far as there is memory for them. */
  room(most: number): Buffer {
    return this.#bytes.subarray(this.length, Math.min(this.#bytes.length, this.length + most));
  }

  /** The body when it is complete, in a buffer without much else. */
  get whole(): Buffer {
    const { length } = this;
    if (this.#bytes.length - length > this.#bytes.length / MAX_WASTE) {
      const fitting = Buffer.allocUnsafeSlow(length);
      this.#bytes.copy(fitting, 0, 0, length);
      return fitting;
    }
    return this.#bytes;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#size ?? MAX_BYTES, GROWTH_FACTOR * length));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}
