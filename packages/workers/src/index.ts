export { JobError, type JobErrorCode } from './job-error.js';
export { job, type JobType, type PoolSide, type WorkerSide } from './job-type.js';
export { type JobContext, PoolWorker, type PoolWorkerOptions } from './pool-worker.js';
export {
  type Outcome,
  type RunOptions,
  WorkerPool,
  type WorkerPoolOptions,
  type WorkerPoolStats,
} from './worker-pool.js';
