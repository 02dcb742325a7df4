/**
 * What a frame takes besides its bytes. Without it, a million empty frames would count as nothing, and take as much
 * memory as 128 MiB.
 */
export const FRAME_OVERHEAD_BYTES = 128;
