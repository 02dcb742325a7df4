/** Octets of a slab: what a busy connection writes into at once. */
export const SLAB = 65_536;

/** Slabs that are kept for the next connection that needs one: as many as a busy one fills in a turn. */
const KEPT = 32;

const free: Buffer[] = [];

/** A slab that nobody else writes to. */
export function takeSlab(): Buffer {
  return free.pop() ?? Buffer.allocUnsafeSlow(SLAB);
}

/**
 * Gives a slab back, once the system has what was in it. All connections share the slabs: between two turns of the
 * event loop none needs one, so an idle connection holds none, and a busy one makes no new ones.
 */
export function giveSlab(slab: Buffer): void {
  if (free.length < KEPT && slab.length === SLAB) free.push(slab);
}
