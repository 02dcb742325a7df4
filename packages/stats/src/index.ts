import { exposeUnasked } from './stats.js';

// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { ZMQError } from '@zeromq-ts/core';
export {
  decodeSnapshot,
  defaultStatsEndpoint,
  type EventSnapshot,
  type ExposedStats,
  exposeStats,
  type ExposeStatsOptions,
  findStatsEndpoints,
  LATENCY_BOUNDS_MS,
  MAX_ENDPOINTS,
  MAX_EVENTS,
  MAX_PEERS,
  MAX_SNAPSHOT_BYTES,
  MAX_TEXT_LENGTH,
  type OtherPeers,
  type OwnStatsWatch,
  type PeerFigures,
  type PeerSnapshot,
  type ProcessSnapshot,
  type RequestFigures,
  type SocketFigures,
  socketRates,
  type SocketRates,
  type SocketSnapshot,
  type SocketsToExpose,
  statsFolder,
  type StatsWatch,
  type WatchedProcess,
  watchOwnStats,
  watchStats,
  type WatchStatsOptions,
} from './stats.js';

// The environment variable ZMQ_STATS asks for it.
exposeUnasked('off');
