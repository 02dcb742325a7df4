// The public API of @zeromq-ts/reqrep. Written by `pnpm api`.

import { DuplexSocket } from '@zeromq-ts/core/spi';
import { Message } from '@zeromq-ts/core';
import type { MessageInput } from '@zeromq-ts/core';
import type { PeerTimeoutOptions } from '@zeromq-ts/core';
import type { ProbeRouterOptions } from '@zeromq-ts/core';
import type { RoutingIdOptions } from '@zeromq-ts/core';
import type { SocketOptions } from '@zeromq-ts/core';
import type { WaitOptions } from '@zeromq-ts/core';
import { ZMQContext } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export { Message }

export interface ReplyOptions extends SocketOptions, RoutingIdOptions, TurnOptions {
}

export interface RequestCallOptions extends WaitOptions {
    readonly retries?: number | undefined;
    readonly timeout?: number | undefined;
}

export interface RequestOptions extends SocketOptions, RoutingIdOptions, ProbeRouterOptions, PeerTimeoutOptions, TurnOptions {
    readonly correlate?: boolean | undefined;
    readonly relaxed?: boolean | undefined;
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
}

export * from "@zeromq-ts/core";

declare module '@zeromq-ts/core' {
    interface SocketTypes {
        REQ: typeof ZMQRequest;
        REP: typeof ZMQReply;
    }
}
