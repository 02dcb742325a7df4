/** After this number of bytes, memory for messages is needed repeatedly. */
const BUSY = 16 * 1_048_576;
/** A little less than the largest block that glibc learns from (DEFAULT_MMAP_THRESHOLD_MAX, 32 MiB on 64 bits). */
const LESSON = 31 * 1_048_576;

let octets = 0;

/**
 * Counts received bytes.
 *
 * glibc gives free memory at the end of its heap back to the system as soon as it is more than 128 KiB: each time that
 * messages are collected, and the next ones pay for every page of it once more, which costs more than reading them.
 * It keeps up to twice the size of the largest block that was mapped on its own and given back (mallopt(3),
 * M_MMAP_THRESHOLD). So one such block is made and dropped, once in a process that receives much; it is never written
 * to, and costs no memory.
 */
export function countOctets(count: number): void {
  if (octets >= BUSY) return;
  octets += count;
  if (octets >= BUSY && process.platform === 'linux') Buffer.allocUnsafeSlow(LESSON);
}
