/** How much is taken for a body of which little has come, and by how much it grows. */
const FIRST = 8_192;
const GROWTH = 4;

/**
 * A large body that is being gathered. It takes memory for what has come, at most four times over, and not for what was
 * announced; and as it grows by a factor, a body in many chunks takes time in proportion to its size.
 */
export class LargeBody {
  readonly flags: number;
  readonly #size: number;
  #octets: Buffer;
  #length = 0;

  /** @param atHand How many octets are there already: of these as many as belong to the body follow at once. */
  constructor(flags: number, size: number, atHand: number) {
    this.flags = flags;
    this.#size = size;
    this.#octets = Buffer.allocUnsafeSlow(Math.min(size, Math.max(FIRST, GROWTH * atHand)));
  }

  get missing(): number {
    return this.#size - this.#length;
  }

  /** Copies what belongs to the body; returns how many octets that was. */
  add(chunk: Buffer, start: number, end: number): number {
    const count = Math.min(this.missing, end - start);
    this.#reserve(this.#length + count);
    chunk.copy(this.#octets, this.#length, start, start + count);
    this.#length += count;
    return count;
  }

  /** The body, when nothing is missing. */
  get octets(): Buffer {
    return this.#octets;
  }

  #reserve(length: number): void {
    if (length <= this.#octets.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#size, GROWTH * length));
    this.#octets.copy(larger, 0, 0, this.#length);
    this.#octets = larger;
  }
}
