/** How often each side of a pool says that it is alive, in milliseconds. */
export const DEFAULT_HEARTBEAT_INTERVAL_MS = 1000;

/** After how many intervals of silence the other side counts as dead (RFC 6: "liveness"). */
export const LIVENESS_INTERVALS = 3;

/** The longest interval that a worker can announce, in milliseconds. */
export const MAX_HEARTBEAT_INTERVAL_MS = 60_000;

/**
 * Options of the socket of a worker: heartbeats of ZMTP, which the engine of the pool answers. When they are not answered, the
 * engine closes the connection and makes a new one, by which the worker registers again: a network that is cut in silence
 * would leave the old connection open for a quarter of an hour. Not as soon as a pool gives up a worker: then all workers
 * leave at once, and their jobs are given away.
 *
 * @param interval That of the worker, in milliseconds.
 */
export function poolLiveness(interval: number): { heartbeatInterval: number; heartbeatTimeout: number } {
  const silence = LIVENESS_INTERVALS * Math.min(interval, MAX_HEARTBEAT_INTERVAL_MS);
  return { heartbeatInterval: silence, heartbeatTimeout: LIVENESS_INTERVALS * silence };
}
