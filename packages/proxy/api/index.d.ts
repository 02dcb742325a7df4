// The public API of @zeromq-ts/proxy. Written by `pnpm api`.

import { Message } from '@zeromq-ts/core';
import { MessageInput } from '@zeromq-ts/core';
import type { SocketOptions } from '@zeromq-ts/core';
import type { WaitOptions } from '@zeromq-ts/core';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { ZMQError } from '@zeromq-ts/core';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQXPublisher } from '@zeromq-ts/pubsub';
import { ZMQXSubscriber } from '@zeromq-ts/pubsub';

export type CaptureCallback = (message: Message, direction: ProxyDirection) => void;

export interface CaptureSocket {
    readonly closed: boolean;
    trySend(message: MessageInput): boolean;
}

export interface ControlSocket {
    readonly closed: boolean;
    readonly ready?: Promise<void>;
    receive(options?: WaitOptions): Promise<Message>;
    send?(message: MessageInput, options?: WaitOptions): Promise<boolean>;
    readonly type: string;
}

interface DeviceOptions extends ProxyOptions {
    readonly sockets?: SocketOptions | undefined;
}

type Endpoints = string | readonly string[];

export function forwarder(frontend: Endpoints, backend: Endpoints, options?: DeviceOptions): Promise<ProxyDevice<ZMQXSubscriber, ZMQXPublisher>>;

export { Message }

export interface ProxyDevice<Frontend, Backend> extends AsyncDisposable {
    readonly backend: Backend;
    close(): Promise<void>;
    readonly frontend: Frontend;
    readonly proxy: ZMQProxy;
}

export type ProxyDirection = 'forward' | 'backward';

export type ProxyDropReason = 'transform' | 'error' | 'capture';

export type ProxyErrorListener = (error: unknown, direction: ProxyDirection) => void;

export interface ProxyOptions {
    readonly capture?: CaptureSocket | CaptureCallback | undefined;
    readonly control?: ControlSocket | undefined;
    readonly transform?: Transform | undefined;
}

export interface ProxySideStats {
    readonly bytesReceived: number;
    readonly bytesSent: number;
    readonly framesReceived: number;
    readonly framesSent: number;
    readonly messagesReceived: number;
    readonly messagesSent: number;
}

export interface ProxySocket {
    readonly closed: boolean;
    readonly ready?: Promise<void>;
    receive?(options?: WaitOptions): Promise<Message>;
    send?(message: MessageInput): Promise<boolean>;
    tryReceive?(): Message | undefined;
    trySend?(message: MessageInput): boolean;
    readonly type: string;
}

export interface ProxyStats {
    readonly backend: ProxySideStats;
    readonly dropped: Readonly<Record<ProxyDropReason, number>>;
    readonly frontend: ProxySideStats;
    readonly paused: boolean;
    readonly running: boolean;
    readonly startedAt: number | undefined;
    readonly unknownCommands: number;
}

export function queue(frontend: Endpoints, backend: Endpoints, options?: DeviceOptions): Promise<ProxyDevice<ZMQRouter, ZMQDealer>>;

export function streamer(frontend: Endpoints, backend: Endpoints, options?: DeviceOptions): Promise<ProxyDevice<ZMQPull, ZMQPush>>;

export type Transform = (message: Message, direction: ProxyDirection) => MessageInput | readonly Message[] | null | undefined | PromiseLike<MessageInput | readonly Message[] | null | undefined>;

export { ZMQError }

export class ZMQProxy implements AsyncDisposable {
    [Symbol.asyncDispose](): Promise<void>;
    constructor(frontend: ProxySocket, backend: ProxySocket, options?: ProxyOptions);
    off(_event: 'error', listener: ProxyErrorListener): this;
    on(event: 'error', listener: ProxyErrorListener): this;
    pause(): Promise<void>;
    get paused(): boolean;
    resume(): void;
    run(): Promise<void>;
    stats(): ProxyStats;
    stop(): Promise<void>;
}

export * from "@zeromq-ts/core";
