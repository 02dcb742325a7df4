/** The second argument of the constructor of a message whose source is not checked. */
export const TRUSTED = Symbol('trusted');

/** The start of a message whose source is an array of frames: less than 0, where no block begins, with the bits below. */
export const FRAMES = -4;
/** Frames share their memory. */
export const SHARED = 1;
/** The first frame is the routing id of the peer. */
export const ROUTED = 2;

/**
 * The largest frame that shares its memory with others, in bytes. The application gets a copy of it, because it may
 * modify or transfer the frame. A larger frame has a buffer of its own from the beginning.
 */
export const MAX_SHARED_FRAME_BYTES = 1_024;
