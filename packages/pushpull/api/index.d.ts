// The public API of @zeromq-ts/pushpull. Written by `pnpm api`.

import type { ConflateOptions } from '@zeromq-ts/core';
import { Message } from '@zeromq-ts/core';
import type { PeerTimeoutOptions } from '@zeromq-ts/core';
import { ReceiveSocket } from '@zeromq-ts/core/spi';
import { SendSocket } from '@zeromq-ts/core/spi';
import type { SocketOptions } from '@zeromq-ts/core';
import { ZMQContext } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export { Message }

export interface PullOptions extends SocketOptions, ConflateOptions {
    readonly credit?: number | undefined;
}

export interface PushOptions extends SocketOptions, ConflateOptions, PeerTimeoutOptions {
    readonly strategy?: 'round-robin' | 'credit' | undefined;
}

export { ZMQContext }

export { ZMQError }

export class ZMQPull extends ReceiveSocket<PullOptions> {
    constructor(endpoint?: string | readonly string[], options?: PullOptions);
}

export class ZMQPush extends SendSocket<PushOptions> {
    constructor(endpoint?: string | readonly string[], options?: PushOptions);
}

export * from "@zeromq-ts/core";

declare module '@zeromq-ts/core' {
    interface SocketTypes {
        PUSH: typeof ZMQPush;
        PULL: typeof ZMQPull;
    }
}
