/** After this number of bytes, memory for messages is needed repeatedly. */
const TRIM_AFTER_BYTES = 16 * 1_048_576;
/** A little less than the largest block that glibc learns from (DEFAULT_MMAP_THRESHOLD_MAX, 32 MiB on 64 bits). */
const MMAP_PROBE_BYTES = 31 * 1_048_576;

let bytes = 0;

/**
 * Counts received bytes, and keeps glibc from trimming the heap once there are many.
 *
 * glibc gives free memory at the end of its heap back to the system as soon as it is more than 128 KiB: each time that
 * messages are collected, and the next ones pay for every page of it once more, which costs more than reading them.
 * It keeps up to twice the size of the largest block that was mapped on its own and given back (mallopt(3),
 * M_MMAP_THRESHOLD). So one such block is made and dropped, once in a process that receives much; it is never written
 * to, and costs no memory.
 */
export function noteBytesReceived(count: number): void {
  if (bytes >= TRIM_AFTER_BYTES) return;
  bytes += count;
  if (bytes >= TRIM_AFTER_BYTES && process.platform === 'linux') Buffer.allocUnsafeSlow(MMAP_PROBE_BYTES);
}
