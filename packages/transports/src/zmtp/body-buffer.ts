/** How much is taken for a body of which little has come, and by how much it grows. */
const INITIAL_BYTES = 8_192;
const GROWTH_FACTOR = 4;

/**
 * A large body that is being gathered. It takes memory for what has come, at most four times over, and not for what was
 * announced, unless the peer has kept its word before; and as it grows by a factor, a body in many chunks takes time in proportion to its size.
 */
export class BodyBuffer {
  readonly flags: number;
  readonly #size: number;
  #bytes: Buffer;
  #length = 0;

  /**
   * @param atHand How many bytes are there already: of these as many as belong to the body follow at once.
   * @param proven The number of bytes that the peer has sent before, after it had announced them.
   */
  constructor(flags: number, size: number, atHand: number, proven: number) {
    this.flags = flags;
    this.#size = size;
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(size, Math.max(INITIAL_BYTES, GROWTH_FACTOR * atHand, proven)));
  }

  get size(): number {
    return this.#size;
  }

  get missing(): number {
    return this.#size - this.#length;
  }

  /** Copies what belongs to the body; returns how many bytes that was. */
  add(chunk: Buffer, start: number, end: number): number {
    const count = Math.min(this.missing, end - start);
    this.#reserve(this.#length + count);
    chunk.copy(this.#bytes, this.#length, start, start + count);
    this.#length += count;
    return count;
  }

  /** Where the next bytes of the body belong, as far as there is memory for them. */
  get room(): Buffer {
    return this.#bytes.subarray(this.#length);
  }

  /** This number of bytes has been written into the room. */
  filled(count: number): void {
    this.#length += count;
  }

  /** The body, when nothing is missing. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#size, GROWTH_FACTOR * length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
