// The public API of @zeromq-ts/transports. Written by `pnpm api`.

import type { AuthenticationResult } from '@zeromq-ts/core/spi';
import type { Bytes } from '@zeromq-ts/core/spi';
import { Engine } from '@zeromq-ts/core/spi';
import type { HandshakeRule } from '@zeromq-ts/core';
import { InprocEndpoint } from '@zeromq-ts/core/spi';
import { IpcEndpoint } from '@zeromq-ts/core/spi';
import type { MechanismName } from '@zeromq-ts/core/spi';
import type { OptionRules } from '@zeromq-ts/core/spi';
import { TcpEndpoint } from '@zeromq-ts/core/spi';
import { Transport } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';

export type AuthenticatedPeer = Extract<AuthenticationResult, {
    allowed: true;
}>;

export type AuthenticationHandler = (credentials: Credentials) => Promise<AuthenticationResult>;

export interface Command {
    readonly data: Uint8Array;
    readonly name: string;
}

export function createZmtpEngine(options: ZmtpEngineOptions): Engine;

export interface Credentials {
    readonly mechanism: MechanismName;
    readonly password?: Bytes;
    readonly publicKey?: Bytes;
    readonly username?: Bytes;
}

export { Engine }

export function errorCommand(reason: string): Command;

export interface FrameCipher {
    end?(): void;
    open(body: Bytes): {
        readonly flags: number;
        readonly body: Bytes;
    };
    readonly overhead: number;
    seal(flags: number, body: Uint8Array): Uint8Array;
}

export function inproc(): Transport<InprocEndpoint>;

export { InprocEndpoint }

export function ipc(): Transport<IpcEndpoint>;

export { IpcEndpoint }

export const libzmq: Engine;

export interface Mechanism {
    readonly asServer: boolean;
    begin(metadata: () => Uint8Array, gate?: AuthenticationHandler): MechanismSession;
    readonly name: string;
}

export interface MechanismSession {
    readonly admission?: AuthenticatedPeer | undefined;
    command(name: string, data: Bytes): readonly Command[];
    end?(): void;
    readonly peerMetadata: Bytes | undefined;
    readonly seal: FrameCipher | undefined;
    start(): readonly Command[];
    readonly waiting?: Promise<readonly Command[]> | undefined;
}

export class ProtocolError extends ZMQError {
    constructor(message: string, reply?: Command, refusal?: RefusalReason);
    of(rule: HandshakeRule): this;
    readonly refusal: RefusalReason | undefined;
    readonly reply: Command | undefined;
    rule: HandshakeRule | undefined;
}

interface RefusalReason {
    readonly cause?: unknown;
    readonly reason: string;
    readonly rule?: HandshakeRule | undefined;
    readonly status: number;
}

export interface SecurityMechanism {
    readonly create: (options: Readonly<Record<string, unknown>>) => Mechanism;
    readonly name: MechanismName;
    readonly options: OptionRules;
    readonly seam: 'mechanism@1';
}

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
    readonly mechanisms?: readonly SecurityMechanism[] | undefined;
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
