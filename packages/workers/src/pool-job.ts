import type { Message } from '@zeromq-ts/core';
import type { setTimeout } from '@zeromq-ts/core/spi';
import type { JobError } from './job-error.js';
import type { RemoteWorker } from './remote-worker.js';

/** A job in a pool, from `run` to its result. */
export interface PoolJob {
  readonly id: Uint8Array;
  readonly key: string;
  readonly input: Message;
  /** How often it was given to a worker. */
  deliveries: number;
  worker: RemoteWorker | undefined;
  /** A worker took too long for it: it waits for one that does not have it. */
  late: boolean;
  /** Gives it to another worker when this one takes too long. */
  timer: ReturnType<typeof setTimeout> | undefined;
  readonly succeed: (result: Message) => void;
  readonly fail: (error: JobError) => void;
}
