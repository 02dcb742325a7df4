// The public API of @zeromq-ts/rpc. Written by `pnpm api`.

import { DealerOptions } from '@zeromq-ts/dealerrouter';
import type { PeerInfo } from '@zeromq-ts/core';
import { RouterOptions } from '@zeromq-ts/dealerrouter';
import { SchemaIssue } from '@zeromq-ts/typed';
import { SchemaResult } from '@zeromq-ts/typed';
import { StandardSchema } from '@zeromq-ts/typed';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';

export const BYTES_FORMAT: RpcFormat;

type Call<D extends MethodDefinition> = D extends {
    readonly stream: true;
} ? (input: InputOf<D>, options?: CallOptions) => AsyncIterableIterator<OutputOf<D>> : (input: InputOf<D>, options?: CallOptions) => Promise<OutputOf<D>>;

export interface CallContext {
    readonly method: string;
    readonly peer: PeerInfo | undefined;
    readonly signal: AbortSignal;
}

export interface CallOptions {
    readonly signal?: AbortSignal | undefined;
    readonly timeout?: number | undefined;
}

export type Calls<M extends Methods> = {
    readonly [N in keyof M]: Call<M[N]>;
};

export { DealerOptions }

export interface DrainOptions {
    readonly timeout?: number | undefined;
}

type Handler<D extends MethodDefinition> = D extends {
    readonly stream: true;
} ? (input: HandlerInputOf<D>, call: CallContext) => AsyncIterable<HandlerOutputOf<D>> | Iterable<HandlerOutputOf<D>> : (input: HandlerInputOf<D>, call: CallContext) => HandlerOutputOf<D> | PromiseLike<HandlerOutputOf<D>>;

export type HandlerInputOf<D extends MethodDefinition> = InputSchema<D>[1];

export type HandlerOutputOf<D extends MethodDefinition> = OutputSchema<D>[0];

export type Handlers<M extends Methods> = {
    readonly [N in keyof M]: Handler<M[N]>;
};

export type InputOf<D extends MethodDefinition> = InputSchema<D>[0];

type InputSchema<D extends MethodDefinition> = D extends {
    readonly input: StandardSchema<infer I, infer O>;
} ? [I, O] : [unknown, unknown];

export const JSON_FORMAT: RpcFormat;

export interface MethodDefinition {
    readonly idempotent?: boolean | undefined;
    readonly input?: StandardSchema<never, unknown> | StandardSchema | undefined;
    readonly output?: StandardSchema<never, unknown> | StandardSchema | undefined;
    readonly stream?: boolean | undefined;
}

export type Methods = Readonly<Record<string, MethodDefinition>>;

export type OutputOf<D extends MethodDefinition> = OutputSchema<D>[1];

type OutputSchema<D extends MethodDefinition> = D extends {
    readonly output: StandardSchema<infer I, infer O>;
} ? [I, O] : [unknown, unknown];

export { RouterOptions }

export class RpcClient<M extends Methods = Methods> implements AsyncDisposable {
    [Symbol.asyncDispose](): Promise<void>;
    constructor(service: Service<M>, endpoints?: string | readonly string[], options?: RpcClientOptions);
    readonly call: Calls<M>;
    close(): Promise<void>;
    connect(endpoint: string): void;
    disconnect(endpoint: string): void;
    info(options?: CallOptions): Promise<ServiceInfo>;
    ping(options?: CallOptions): Promise<number>;
    serverStats(options?: CallOptions): Promise<RpcServerStats>;
}

export interface RpcClientOptions {
    readonly connectTimeout?: number | undefined;
    readonly format?: RpcFormat | undefined;
    readonly maxInFlight?: number | undefined;
    readonly maxQueued?: number | undefined;
    readonly retries?: number | undefined;
    readonly socket?: DealerOptions | undefined;
    readonly timeout?: number | undefined;
    readonly tryTimeout?: number | undefined;
}

export class RpcError extends Error {
    constructor(code: RpcErrorCode, message: string, details?: RpcErrorDetails);
    readonly code: RpcErrorCode;
    readonly data: unknown;
    readonly name = "RpcError";
}

export type RpcErrorCode = 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'INTERNAL' | 'INVALID_RESULT' | 'DEADLINE_EXCEEDED' | 'CANCELLED' | 'UNAVAILABLE' | 'RESOURCE_EXHAUSTED' | (string & {});

export interface RpcErrorDetails {
    readonly cause?: unknown;
    readonly data?: unknown;
}

export interface RpcFormat {
    decode(bytes: Uint8Array): unknown;
    encode(value: unknown): string | Uint8Array;
}

export class RpcServer<M extends Methods = Methods> implements AsyncDisposable {
    [Symbol.asyncDispose](): Promise<void>;
    constructor(service: Service<M>, handlers: Handlers<M>, endpoint?: string | readonly string[], options?: RpcServerOptions);
    bind(endpoint: string): Promise<string>;
    close(options?: DrainOptions): Promise<void>;
    readonly socket: ZMQRouter;
    stats(): RpcServerStats;
}

export interface RpcServerOptions {
    readonly exposeErrors?: boolean | undefined;
    readonly format?: RpcFormat | undefined;
    readonly maxCallsPerClient?: number | undefined;
    readonly maxConcurrentCalls?: number | undefined;
    readonly maxQueuedReplyBytesPerClient?: number | undefined;
    readonly onError?: ((error: unknown, method: string) => void) | undefined;
    readonly socket?: RouterOptions | undefined;
}

export interface RpcServerStats {
    readonly calls: number;
    readonly cancelled: number;
    readonly disconnectedClients: number;
    readonly failed: number;
    readonly fullClients: number;
    readonly malformed: number;
    readonly running: number;
    readonly succeeded: number;
}

export { SchemaIssue }

export { SchemaResult }

export interface Service<M extends Methods = Methods> {
    readonly methods: M;
    readonly name: string;
    readonly version: string;
}

export function service<const M extends Methods>(methods: M, input?: {
    readonly name?: string;
    readonly version?: string;
}): Service<M>;

export interface ServiceInfo {
    readonly methods: readonly {
        readonly name: string;
        readonly stream: boolean;
        readonly idempotent: boolean;
    }[];
    readonly name: string;
    readonly version: string;
}

export { StandardSchema }

export { ZMQDealer }

export { ZMQRouter }

export * from "@zeromq-ts/core";
