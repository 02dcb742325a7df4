/*
 * RFC 6455, section 5.3. A mask is kept as the word that its four bytes make in the memory of this machine, so that it is
 * applied four bytes at a time.
 */

/** Masks that are taken from the system at once. */
const POOL_MASKS = 1_024;
/** Fewer bytes than this are masked one by one. */
const MIN_WORDS_BYTES = 32;

const pool = new Int32Array(POOL_MASKS);
let used = POOL_MASKS;

const IS_LITTLE_ENDIAN = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** A mask that cannot be predicted (section 10.3): proxies must not be made to see what a peer chooses. */
export function newMask(): number {
  if (used === POOL_MASKS) {
    globalThis.crypto.getRandomValues(pool);
    used = 0;
  }
  return pool[used++] as number;
}

/** The mask that four bytes are. */
export function readMask(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  const third = bytes[at + 2] as number;
  const fourth = bytes[at + 3] as number;
  return IS_LITTLE_ENDIAN
    ? first | (second << 8) | (third << 16) | (fourth << 24)
    : (first << 24) | (second << 16) | (third << 8) | fourth;
}

/** @returns where the mask ends. */
export function writeMask(mask: number, target: Uint8Array, at: number): number {
  const ordered = IS_LITTLE_ENDIAN ? mask : swapped(mask);
  target[at] = ordered;
  target[at + 1] = ordered >>> 8;
  target[at + 2] = ordered >>> 16;
  target[at + 3] = ordered >>> 24;
  return at + 4;
}

/** The mask as it goes on after a number of bytes. */
export function turned(mask: number, bytes: number): number {
  const bits = (bytes & 3) << 3;
  if (bits === 0) return mask;
  return IS_LITTLE_ENDIAN ? (mask >>> bits) | (mask << (32 - bits)) : (mask << bits) | (mask >>> (32 - bits));
}

/**
 * Masks bytes, or takes the mask off, where they lie.
 *
 * @param phase - How many bytes of the payload come before the first one.
 */
export function applyMask(bytes: Uint8Array, start: number, end: number, mask: number, phase: number): void {
  let at = start;
  let key = turned(mask, phase);
  if (end - start >= MIN_WORDS_BYTES) {
    const head = start + (-(bytes.byteOffset + start) & 3);
    maskBytes(bytes, at, head, key);
    key = turned(key, head - at);
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + head, (end - head) >>> 2);
    maskWords(words, 0, words.length, key);
    at = head + (words.length << 2);
  }
  maskBytes(bytes, at, end, key);
}

/** The words of a buffer that begins where one can. */
export function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
}

/** Applies a mask to all words that contain a byte from `start` to `end`, and so to up to three bytes around them. */
export function maskAround(words: Int32Array, start: number, end: number, mask: number): void {
  maskWords(words, start >>> 2, (end + 3) >>> 2, turned(mask, -start));
}

function maskWords(words: Int32Array, from: number, to: number, key: number): void {
  let index = from;
  for (const last = to - 3; index < last; index += 4) {
    words[index] = (words[index] as number) ^ key;
    words[index + 1] = (words[index + 1] as number) ^ key;
    words[index + 2] = (words[index + 2] as number) ^ key;
    words[index + 3] = (words[index + 3] as number) ^ key;
  }
  for (; index < to; index++) words[index] = (words[index] as number) ^ key;
}

function maskBytes(bytes: Uint8Array, start: number, end: number, key: number): void {
  const ordered = IS_LITTLE_ENDIAN ? key : swapped(key);
  for (let at = start, bits = 0; at < end; at++, bits = (bits + 8) & 31) {
    bytes[at] = (bytes[at] as number) ^ (ordered >>> bits);
  }
}

function swapped(word: number): number {
  return (word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24);
}
