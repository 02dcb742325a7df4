/** All of this package that its entry points take. */
export { decodeSnapshot } from './decode-snapshot.js';
export { exposeStats, type ExposedStats, type ExposeStatsOptions } from './expose-stats.js';
export { exposeUnasked } from './expose-unasked.js';
export { findStatsEndpoints } from './find-endpoints.js';
export type { WatchedProcess } from './process-watch.js';
export * from './snapshot.js';
export { socketRates, type SocketRates } from './socket-rates.js';
export { defaultStatsEndpoint, statsFolder } from './stats-folder.js';
export { watchStats, type StatsWatch, type WatchStatsOptions } from './watch-stats.js';
export { type OwnStatsWatch, watchOwnStats } from './watch-own-stats.js';
export type { SocketsToExpose } from './watched-sockets.js';
