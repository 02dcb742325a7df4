// The public API of @zeromq-ts/stream. Written by `pnpm api`.

import type { ConnectOptions } from '@zeromq-ts/core';
import { DuplexSocket } from '@zeromq-ts/core/spi';
import { Message } from '@zeromq-ts/core';
import type { RoutedMessage } from '@zeromq-ts/core';
import type { SecurityOptions } from '@zeromq-ts/core';
import type { SocketOptions } from '@zeromq-ts/core';
import { ZMQContext } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export { Message }

export interface StreamOptions extends Omit<SocketOptions, keyof SecurityOptions> {
    readonly notify?: boolean | undefined;
}

export { ZMQContext }

export { ZMQError }

export class ZMQStream extends DuplexSocket<RoutedMessage, StreamOptions> {
    constructor(endpoint?: string | readonly string[], options?: StreamOptions);
    connect(endpoint: string, options?: ConnectOptions): void;
}

export * from "@zeromq-ts/core";

declare module '@zeromq-ts/core' {
    interface SocketTypes {
        STREAM: typeof ZMQStream;
    }
}
