// The public API of @zeromq-ts/websocket. Written by `pnpm api`.

import type { AddressInfo } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { EndpointKinds } from '@zeromq-ts/core';
import { EventEmitter } from 'node:events';
import type { TcpEndpoint } from '@zeromq-ts/core/spi';
import type { TlsOptions } from 'node:tls';
import { Transport } from '@zeromq-ts/core/spi';

export interface BunHandlers {
    readonly backpressureLimit: number;
    close(socket: BunSocket, code: number, reason: string): void;
    readonly idleTimeout: number;
    readonly maxPayloadLength: number;
    message(socket: BunSocket, data: string | Uint8Array): void;
    open(socket: BunSocket): void;
    readonly perMessageDeflate: false;
    pong(socket: BunSocket): void;
}

export interface BunServer {
    requestIP(request: Request): {
        readonly address: string;
        readonly port: number;
    } | null;
    upgrade(request: Request, options: {
        data: never;
        headers: Record<string, string>;
    }): boolean;
}

export interface BunSocket {
    close(code?: number, reason?: string): void;
    data: unknown;
    getBufferedAmount(): number;
    ping(): number;
    send(payload: Uint8Array): number;
    terminate(): void;
}

export class BunUpgrades extends FetchUpgrades {
    constructor(options?: BunUpgradesOptions);
    upgrade(request: Request, server: BunServer): Promise<Response | undefined>;
    readonly websocket: BunHandlers;
}

export interface BunUpgradesOptions {
    readonly maxPayloadLength?: number | undefined;
}

export interface DenoServeInfo {
    readonly remoteAddr?: {
        readonly hostname?: string;
        readonly port?: number;
    } | undefined;
}

export class DenoUpgrades extends FetchUpgrades {
    upgrade(request: Request, info?: DenoServeInfo): Promise<Response>;
}

abstract class FetchUpgrades extends EventEmitter {
    address(): null;
    handles(request: Request): boolean;
}

export interface HttpServer {
    address(): AddressInfo | string | null;
    listenerCount(event: string): number;
    off(event: 'upgrade', listener: (...args: any[]) => void): unknown;
    on(event: 'upgrade', listener: (...args: any[]) => void): unknown;
}

export { Transport }

export interface UpgradeAcceptance {
    readonly metadata?: Readonly<Record<string, string>> | undefined;
    readonly userId: string;
}

export interface UpgradeRefusal {
    readonly refuse: string;
    readonly status?: number | undefined;
}

export interface UpgradeRequest {
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly origin: string | undefined;
    readonly path: string;
    readonly query: string;
    readonly remoteAddress: string | undefined;
}

export type UpgradeVerdict = boolean | UpgradeAcceptance | UpgradeRefusal;

export interface WebSocketEndpoint<P extends 'ws' | 'wss' = 'ws' | 'wss'> {
    readonly host: TcpEndpoint['host'];
    readonly path: string;
    readonly port: TcpEndpoint['port'] | undefined;
    readonly protocol: P;
    readonly query: string | undefined;
}

export interface WebSocketOptions {
    readonly webSocket?: WebSocketSettings | undefined;
}

export interface WebSocketSettings {
    readonly allowedHosts?: readonly string[] | undefined;
    readonly allowedOrigins?: '*' | readonly string[] | ((origin: string) => boolean) | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly idleTimeout?: number | undefined;
    readonly maxConnections?: number | undefined;
    readonly server?: HttpServer | undefined;
    readonly subprotocols?: readonly string[] | undefined;
    readonly tls?: (TlsOptions & ConnectionOptions) | undefined;
    readonly trustProxy?: boolean | undefined;
    readonly verify?: ((request: UpgradeRequest) => UpgradeVerdict | Promise<UpgradeVerdict>) | undefined;
}

export function ws(): Transport<EndpointKinds['ws']>;

export function wss(): Transport<EndpointKinds['wss']>;

export * from "@zeromq-ts/core";

declare module '@zeromq-ts/core' {
    interface EndpointKinds {
        readonly ws: WebSocketEndpoint<'ws'>;
        readonly wss: WebSocketEndpoint<'wss'>;
    }
}

declare module '@zeromq-ts/core' {
    interface TransportOptions extends WebSocketOptions {
    }
}
