/** How often each side of a pool says that it is alive, in milliseconds. */
export const DEFAULT_HEARTBEAT_INTERVAL_MS = 1000;

/** After how many intervals of silence the other side counts as dead (RFC 6: "liveness"). */
export const LIVENESS_INTERVALS = 3;
