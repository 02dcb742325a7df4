/** By what the sockets of `zmq top` can be sorted; all but the first two with the largest first. */
export const SORTS = ['process', 'type', 'peers', 'in', 'out', 'bytes', 'queued', 'dropped', 'errors'] as const;

/** One of them. */
export type Sort = (typeof SORTS)[number];
