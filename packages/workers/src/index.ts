// What users of this package have to name, and what the compiler names for them: one install is enough.
export type * from '@zeromq-ts/core';
export type { DealerOptions, RouterOptions, ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
export type { Codec, SchemaIssue, SchemaResult, StandardSchema } from '@zeromq-ts/typed';
export { JobError, type JobErrorCode } from './job-error.js';
export { job, type JobType, type PoolSide, type WorkerSide } from './job-type.js';
export { type JobContext, PoolWorker, type PoolWorkerOptions } from './pool-worker.js';
export { WorkerPool } from './worker-pool.js';
export type { Outcome, RunOptions, WorkerPoolOptions, WorkerPoolStats } from './worker-pool-options.js';
