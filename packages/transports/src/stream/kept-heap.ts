/** So many octets of large bodies show that memory of their size is needed again and again. */
const WORTH_KEEPING = 16 * 1_048_576;
/** A little less than the largest block that glibc learns from (DEFAULT_MMAP_THRESHOLD_MAX, 32 MiB on 64 bits). */
const LESSON = 31 * 1_048_576;

let octets = 0;

/**
 * Says that so many octets of large bodies have come.
 *
 * glibc gives free memory at the end of its heap back to the system as soon as it is more than 128 KiB, and the
 * bodies that come next pay for each page of it once more: more than reading them costs. It keeps up to twice the size
 * of the largest block that was mapped on its own and given back (mallopt(3), M_MMAP_THRESHOLD). So one such block is
 * made and dropped, once in a process; it is never written to, and costs no memory.
 */
export function countLarge(count: number): void {
  if (octets >= WORTH_KEEPING) return;
  octets += count;
  if (octets >= WORTH_KEEPING && process.platform === 'linux') Buffer.allocUnsafeSlow(LESSON);
}
