// The public API of @zeromq-ts/transports/zmtp. Written by `pnpm api`.

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

export function tcp(): Transport<TcpEndpoint>;

export { TcpEndpoint }

export { Transport }

export const zmtp: Engine;

export interface ZmtpEngineOptions {
    readonly name?: string | undefined;
    readonly registered?: boolean | undefined;
    readonly transports: readonly Transport[];
}
