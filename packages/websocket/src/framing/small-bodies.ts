import { maskAround, wordsOf } from './mask.js';

/** Small bodies lie together in blocks, so that one that is kept keeps no more than this alive. */
const BLOCK_BYTES = 5_120;
/** Where bodies are larger, blocks are, too. */
const ROOMY_BLOCK_BYTES = 16_384;
/** From this many bytes on, on average, bodies count as larger. */
const LARGER_BODY_BYTES = 512;
/** How much is copied at first, and where what is copied mostly turns out to be something else. */
const MIN_COPIED_BYTES = 256;
const GROWTH_FACTOR = 4;

const NOTHING = Buffer.alloc(0);
const NO_WORDS = new Int32Array(0);

/**
 * The payloads of small frames. A part of a chunk is copied into a block, headers and all, as copying each payload would
 * cost more, and payloads are unmasked where they lie there:
 *
 *     chunk       | header | payload | header | payload | header | pay…
 *                          | copied at once                 |
 *     block   …   |        | payload | header | payload | hea        |
 *                            └ given out        └ unmasked, whole words at a time
 *
 * Unmasking in words spoils up to three bytes on each side. These belong to headers, which are read from the chunk, or
 * come before the first payload, which begins at a word.
 */
export class SmallBodies {
  /** What the last payload lies in. */
  block: Buffer = NOTHING;
  #words: Int32Array = NO_WORDS;
  /** Where the last payload ends. */
  #end = 0;
  // Payloads in the block.
  #taken = 0;
  // What is copied of the chunk: up to here, this much further on in the block, from there on.
  #copiedTo = 0;
  #shift = 0;
  #copiedAt = 0;
  #copyBytes = MIN_COPIED_BYTES;

  /** Nothing of the chunk that follows has been copied. */
  chunkBegins(): void {
    this.#copiedTo = 0;
  }

  /**
   * Takes a payload that is whole.
   *
   * @param mask - 0 when there is none.
   * @returns where it begins in the block.
   */
  take(chunk: Buffer, start: number, size: number, mask: number): number {
    if (start + size > this.#copiedTo) this.#copy(chunk, start, size);
    const at = start + this.#shift;
    this.#end = at + size;
    this.#taken++;
    if (mask !== 0) maskAround(this.#words, at, at + size, mask);
    return at;
  }

  /** Releases the block. */
  clear(): void {
    this.block = NOTHING;
    this.#words = NO_WORDS;
    this.#end = 0;
    this.#copiedTo = 0;
  }

  #copy(chunk: Buffer, start: number, size: number): void {
    let at = (this.#end + 3) & ~3;
    const used = this.#end - this.#copiedAt;
    this.#copyBytes = used * 2 < this.#copyBytes ? MIN_COPIED_BYTES : this.#copyBytes * GROWTH_FACTOR;
    if (this.block.length - at < size) {
      const roomy = this.#taken * LARGER_BODY_BYTES < this.#end || size > LARGER_BODY_BYTES;
      this.block = Buffer.allocUnsafeSlow(roomy ? ROOMY_BLOCK_BYTES : BLOCK_BYTES);
      this.#words = wordsOf(this.block);
      this.#taken = 0;
      at = 0;
    }
    this.#copyBytes = Math.max(size, Math.min(this.#copyBytes, this.block.length - at, chunk.length - start));
    chunk.copy(this.block, at, start, start + this.#copyBytes);
    this.#copiedTo = start + this.#copyBytes;
    this.#shift = at - start;
    this.#copiedAt = at;
  }
}
