// The public API of @zeromq-ts/pair. Written by `pnpm api`.

import { DuplexSocket } from '@zeromq-ts/core/spi';
import { Message } from '@zeromq-ts/core';
import type { PeerTimeoutOptions } from '@zeromq-ts/core';
import type { SocketOptions } from '@zeromq-ts/core';
import { ZMQContext } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export { Message }

export interface PairOptions extends SocketOptions, PeerTimeoutOptions {
}

export { ZMQContext }

export { ZMQError }

export class ZMQPair extends DuplexSocket<Message, PairOptions> {
    constructor(endpoint?: string | readonly string[], options?: PairOptions);
}

export * from "@zeromq-ts/core";

declare module '@zeromq-ts/core' {
    interface SocketTypes {
        PAIR: typeof ZMQPair;
    }
}
