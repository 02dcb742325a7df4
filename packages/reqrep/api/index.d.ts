// The public API of @zeromq-ts/reqrep. Written by `pnpm api`.

import { DuplexSocket } from '@zeromq-ts/core/spi';
import { Message } from '@zeromq-ts/core';
import { MessageInput } from '@zeromq-ts/core';
import type { PeerTimeoutOptions } from '@zeromq-ts/core';
import type { ProbeRouterOptions } from '@zeromq-ts/core';
import type { RoutingIdOptions } from '@zeromq-ts/core';
import type { SocketOptions } from '@zeromq-ts/core';
import type { WaitOptions } from '@zeromq-ts/core';
import { ZMQContext } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export { Message }

export class ReplyCache {
    constructor(options?: ReplyCacheOptions);
    reply(key: RequestKey, handle: () => MessageInput | PromiseLike<MessageInput>): Promise<Message>;
    stats(): ReplyCacheStats;
}

export interface ReplyCacheOptions {
    readonly maxBytes?: number | undefined;
    readonly maxReplies?: number | undefined;
    readonly ttl?: number | undefined;
}

export interface ReplyCacheStats {
    readonly bytes: number;
    readonly repeated: number;
    readonly replies: number;
    readonly underWay: number;
}

export interface ReplyOptions extends SocketOptions, RoutingIdOptions, TurnOptions {
}

export interface RequestCallOptions extends WaitOptions {
    readonly retries?: number | undefined;
    readonly timeout?: number | undefined;
}

export type RequestKey = string | Uint8Array | readonly (string | Uint8Array)[];

export interface RequestOptions extends SocketOptions, RoutingIdOptions, ProbeRouterOptions, PeerTimeoutOptions, TurnOptions {
    readonly correlate?: boolean | undefined;
    readonly relaxed?: boolean | undefined;
}

export interface RequestStats {
    readonly failures: number;
    readonly latencyCounts: readonly number[];
    readonly latencySum: number;
    readonly losses: number;
    readonly replies: number;
    readonly requests: number;
    readonly retries: number;
    readonly timeouts: number;
}

export interface TurnOptions {
    readonly waitForTurn?: boolean | undefined;
}

export { ZMQContext }

export { ZMQError }

export class ZMQReply extends DuplexSocket<Message, ReplyOptions> {
    constructor(endpoint?: string | readonly string[], options?: ReplyOptions);
}

export class ZMQRequest extends DuplexSocket<Message, RequestOptions> {
    constructor(endpoint?: string | readonly string[], options?: RequestOptions);
    request(message: MessageInput, options?: RequestCallOptions): Promise<Message>;
    requestStats(): RequestStats;
}

export * from "@zeromq-ts/core";

declare module '@zeromq-ts/core' {
    interface SocketTypes {
        REQ: typeof ZMQRequest;
        REP: typeof ZMQReply;
    }
}
