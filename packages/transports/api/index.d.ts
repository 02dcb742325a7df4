// The public API of @zeromq-ts/transports. Written by `pnpm api`.

import { Engine } from '@zeromq-ts/core/spi';
import { InprocEndpoint } from '@zeromq-ts/core/spi';
import { IpcEndpoint } from '@zeromq-ts/core/spi';
import { TcpEndpoint } from '@zeromq-ts/core/spi';
import { Transport } from '@zeromq-ts/core/spi';

export function createZmtpEngine(options: ZmtpEngineOptions): Engine;

export { Engine }

export function inproc(): Transport<InprocEndpoint>;

export { InprocEndpoint }

export function ipc(): Transport<IpcEndpoint>;

export { IpcEndpoint }

export const libzmq: Engine;

export interface StreamOptions {
    readonly backlog?: number | undefined;
    readonly receiveBufferSize?: number | undefined;
    readonly sendBufferSize?: number | undefined;
}

export function tcp(): Transport<TcpEndpoint>;

export { TcpEndpoint }

export interface TcpOptions {
    readonly ipv6?: boolean | undefined;
    readonly tcpKeepalive?: -1 | 0 | 1 | undefined;
    readonly tcpKeepaliveCount?: number | undefined;
    readonly tcpKeepaliveIdle?: number | undefined;
    readonly tcpKeepaliveInterval?: number | undefined;
}

export { Transport }

export const zmtp: Engine;

export interface ZmtpEngineOptions {
    readonly name?: string | undefined;
    readonly registered?: boolean | undefined;
    readonly transports: readonly Transport[];
}

declare module '@zeromq-ts/core' {
    interface TransportOptions extends StreamOptions {
    }
}

declare module '@zeromq-ts/core' {
    interface TransportOptions extends TcpOptions {
    }
}
