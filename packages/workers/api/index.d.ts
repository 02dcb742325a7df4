// The public API of @zeromq-ts/workers. Written by `pnpm api`.

import { Codec } from '@zeromq-ts/typed';
import { DealerOptions } from '@zeromq-ts/dealerrouter';
import { RouterOptions } from '@zeromq-ts/dealerrouter';
import { SchemaIssue } from '@zeromq-ts/typed';
import { SchemaResult } from '@zeromq-ts/typed';
import { StandardSchema } from '@zeromq-ts/typed';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';

export { Codec }

export { DealerOptions }

export function job<Input, Result, WorkerInput = Input, WorkerResult = Result>(definition?: {
    readonly input?: Codec<Input, WorkerInput> | StandardSchema<Input, WorkerInput>;
    readonly result?: Codec<WorkerResult, Result> | StandardSchema<WorkerResult, Result>;
}): JobType<Input, Result, WorkerInput, WorkerResult>;

export interface JobContext {
    readonly signal: AbortSignal;
}

export class JobError extends Error {
    constructor(code: JobErrorCode, message: string, options?: {
        readonly cause?: unknown;
    });
    readonly code: JobErrorCode;
    readonly name = "JobError";
}

export type JobErrorCode = 'FAILED' | 'LOST' | 'REJECTED' | 'QUEUE_FULL' | 'CANCELLED';

export interface JobType<Input, Result, WorkerInput = Input, WorkerResult = Result> {
    readonly input: Codec<Input, WorkerInput>;
    readonly result: Codec<WorkerResult, Result>;
}

export type Outcome<Input, Result> = {
    readonly input: Input;
    readonly result: Result;
    readonly error?: undefined;
} | {
    readonly input: Input;
    readonly result?: undefined;
    readonly error: JobError;
};

export interface PoolSide<Input, Result> {
    readonly input: Pick<Codec<Input, unknown>, 'encode'>;
    readonly result: Pick<Codec<never, Result>, 'decode'>;
}

export class PoolWorker<Input = unknown, Result = unknown> implements AsyncDisposable {
    [Symbol.asyncDispose](): Promise<void>;
    constructor(type: WorkerSide<Input, Result>, handler: (input: Input, job: JobContext) => Result | PromiseLike<Result>, endpoint: string | readonly string[], options?: PoolWorkerOptions);
    close(options?: {
        readonly timeout?: number;
    }): Promise<void>;
    readonly socket: ZMQDealer;
}

export interface PoolWorkerOptions {
    readonly concurrency?: number | undefined;
    readonly heartbeatInterval?: number | undefined;
    readonly onError?: ((error: unknown) => void) | undefined;
    readonly prefetch?: number | undefined;
    readonly socket?: DealerOptions | undefined;
}

export { RouterOptions }

export interface RunOptions {
    readonly key?: string | undefined;
    readonly signal?: AbortSignal | undefined;
}

export { SchemaIssue }

export { SchemaResult }

export { StandardSchema }

export class WorkerPool<Input = unknown, Result = unknown> implements AsyncDisposable {
    [Symbol.asyncDispose](): Promise<void>;
    constructor(type: PoolSide<Input, Result>, endpoint?: string | readonly string[], options?: WorkerPoolOptions);
    bind(endpoint: string): Promise<string>;
    close(options?: {
        readonly timeout?: number;
    }): Promise<void>;
    map(inputs: Iterable<Input> | AsyncIterable<Input>, options?: {
        readonly concurrency?: number;
        readonly signal?: AbortSignal;
    }): AsyncGenerator<Outcome<Input, Result>, void, void>;
    run(input: Input, input2?: RunOptions): Promise<Result>;
    readonly socket: ZMQRouter;
    stats(): WorkerPoolStats;
}

export interface WorkerPoolOptions {
    readonly heartbeatInterval?: number | undefined;
    readonly jobTimeout?: number | undefined;
    readonly keepResults?: number | undefined;
    readonly maxDeliveries?: number | undefined;
    readonly maxQueued?: number | undefined;
    readonly socket?: RouterOptions | undefined;
}

export interface WorkerPoolStats {
    readonly duplicates: number;
    readonly failed: number;
    readonly queued: number;
    readonly requeued: number;
    readonly running: number;
    readonly succeeded: number;
    readonly workers: number;
}

export interface WorkerSide<Input, Result> {
    readonly input: Pick<Codec<never, Input>, 'decode'>;
    readonly result: Pick<Codec<Result, unknown>, 'encode'>;
}

export { ZMQDealer }

export { ZMQRouter }

export * from "@zeromq-ts/core";
