// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export { ZMQError } from '@zeromq-ts/core';
export type { WatchedProcess } from '@zeromq-ts/stats';
export { type Dashboard, dashboard } from './dashboard.js';
export type {
  DashboardAuth,
  DashboardHandler,
  DashboardOptions,
  DashboardRequest,
  ShownProcess,
} from './dashboard-options.js';
export type { MessageRecorder, RecorderState, RecordingEnd, TailOptions, TailSocket } from './tail-options.js';
