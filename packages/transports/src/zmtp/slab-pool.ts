/** Bytes of a slab: what a busy connection writes into at once. */
export const SLAB_BYTES = 65_536;

/** Slabs that are kept for the next connection that needs one: as many as a busy one fills in a turn. */
const MAX_POOLED_SLABS = 32;

/** Bytes of the first slab of a connection where many write a little each, all in one turn. */
const SMALL_SLAB_BYTES = 2_048;

const free: Buffer[] = [];
/** Slabs that were made since one has come back. */
let made = 0;

/**
 * A slab with no other writer, and with room for at least this number of bytes.
 *
 * When thousands of connections have something to send in the same turn, each has little: they get small slabs, as
 * making large ones would cost more than all else. One that turns out to have much gets larger ones.
 *
 * @param pending Bytes that the connection has to write already.
 */
export function acquireSlab(length: number, pending = 0): Buffer {
  if (length > SLAB_BYTES) return Buffer.allocUnsafeSlow(length);
  const slab = free.pop();
  if (slab !== undefined) return slab;
  if (made >= MAX_POOLED_SLABS)
    return Buffer.allocUnsafe(Math.max(length, SMALL_SLAB_BYTES, Math.min(pending, SLAB_BYTES)));
  made++;
  return Buffer.allocUnsafeSlow(SLAB_BYTES);
}

/**
 * Gives a slab back, once the system has what was in it. All connections share the slabs: between two turns of the
 * event loop none needs one, so an idle connection holds none, and a busy one makes no new ones.
 */
export function releaseSlab(slab: Buffer): void {
  made = 0;
  if (free.length < MAX_POOLED_SLABS && slab.length === SLAB_BYTES) free.push(slab);
}
