/** Bytes of randomness that are taken from the system at once. */
const POOL_BYTES = 4_096;
/** Fewer bytes than this are masked one by one. */
const MIN_WORDS_BYTES = 32;

const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

const word = new Int32Array(1);
const wordBytes = new Uint8Array(word.buffer);

/**
 * Writes a mask that cannot be predicted (RFC 6455, section 10.3): proxies must not be made to see what a peer chooses.
 *
 * @returns where it ends.
 */
export function writeMask(target: Uint8Array, at: number): number {
  if (used === POOL_BYTES) {
    globalThis.crypto.getRandomValues(pool);
    used = 0;
  }
  target[at] = pool[used] as number;
  target[at + 1] = pool[used + 1] as number;
  target[at + 2] = pool[used + 2] as number;
  target[at + 3] = pool[used + 3] as number;
  used += 4;
  return at + 4;
}

/**
 * Masks bytes, or takes the mask off (RFC 6455, section 5.3), where they lie.
 *
 * @param maskAt - Where the four bytes of the mask begin in `mask`.
 * @param phase - How many bytes of the payload come before the first one.
 */
export function applyMask(
  bytes: Buffer,
  start: number,
  end: number,
  mask: Uint8Array,
  maskAt: number,
  phase: number,
): void {
  let at = start;
  let turn = phase;
  if (end - start >= MIN_WORDS_BYTES) {
    while (((bytes.byteOffset + at) & 3) !== 0) {
      bytes[at] = (bytes[at] as number) ^ (mask[maskAt + (turn & 3)] as number);
      at++;
      turn++;
    }
    for (let index = 0; index < 4; index++) wordBytes[index] = mask[maskAt + ((turn + index) & 3)] as number;
    const key = word[0] as number;
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >>> 2);
    const count = words.length;
    for (let index = 0; index < count; index++) words[index] = (words[index] as number) ^ key;
    at += count << 2;
  }
  for (; at < end; at++, turn++) bytes[at] = (bytes[at] as number) ^ (mask[maskAt + (turn & 3)] as number);
}
