// The public API of @zeromq-ts/dealerrouter. Written by `pnpm api`.

import type { ConflateOptions } from '@zeromq-ts/core';
import type { ConnectOptions } from '@zeromq-ts/core';
import { DuplexSocket } from '@zeromq-ts/core/spi';
import type { FrameInput } from '@zeromq-ts/core';
import { Message } from '@zeromq-ts/core';
import type { MessageInput } from '@zeromq-ts/core';
import type { PeerTimeoutOptions } from '@zeromq-ts/core';
import type { ProbeRouterOptions } from '@zeromq-ts/core';
import type { RoutedMessage } from '@zeromq-ts/core';
import type { RoutingIdOptions } from '@zeromq-ts/core';
import type { SocketOptions } from '@zeromq-ts/core';
import type { WaitOptions } from '@zeromq-ts/core';
import { ZMQContext } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export type Addressee = FrameInput | RoutedMessage;

export interface DealerOptions extends SocketOptions, RoutingIdOptions, ProbeRouterOptions, ConflateOptions, PeerTimeoutOptions {
}

export { Message }

export interface RouterOptions extends SocketOptions, RoutingIdOptions, ProbeRouterOptions {
    readonly handover?: boolean | undefined;
    readonly mandatory?: boolean | undefined;
}

export { ZMQContext }

export class ZMQDealer extends DuplexSocket<Message, DealerOptions> {
    constructor(endpoint?: string | readonly string[], options?: DealerOptions);
}

export { ZMQError }

export class ZMQRouter extends DuplexSocket<RoutedMessage, RouterOptions> {
    constructor(endpoint?: string | readonly string[], options?: RouterOptions);
    connect(endpoint: string, options?: ConnectOptions): void;
    send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
    send(to: Addressee, body: MessageInput, options?: WaitOptions): Promise<boolean>;
    trySend(message: MessageInput): boolean;
    trySend(to: Addressee, body: MessageInput): boolean;
}

export * from "@zeromq-ts/core";

declare module '@zeromq-ts/core' {
    interface SocketTypes {
        DEALER: typeof ZMQDealer;
        ROUTER: typeof ZMQRouter;
    }
}
