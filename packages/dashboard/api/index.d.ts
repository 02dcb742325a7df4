// The public API of @zeromq-ts/dashboard. Written by `pnpm api`.

import type { IncomingMessage } from 'node:http';
import type { Message } from '@zeromq-ts/core';
import type { MessagesOptions } from '@zeromq-ts/core';
import type { ServerResponse } from 'node:http';
import type { SocketsToExpose } from '@zeromq-ts/stats';
import { WatchedProcess } from '@zeromq-ts/stats';
import { ZMQError } from '@zeromq-ts/core';

export interface Dashboard extends AsyncDisposable {
    close(): Promise<void>;
    readonly handler: DashboardHandler;
}

export function dashboard(options: DashboardOptions): Dashboard;

export type DashboardAuth = false | {
    readonly token: string;
} | ((request: DashboardRequest) => boolean | Promise<boolean>);

export type DashboardHandler = (request: DashboardRequest, response: ServerResponse) => void;

export interface DashboardOptions {
    readonly allowHosts?: readonly string[] | undefined;
    readonly auth: DashboardAuth;
    readonly processes?: AsyncIterable<ShownProcess> | undefined;
    readonly sockets?: SocketsToExpose | undefined;
    readonly tail?: TailOptions | undefined;
}

export type DashboardRequest = IncomingMessage & {
    readonly originalUrl?: string | undefined;
};

export interface MessageRecorder {
    start(): Promise<void>;
    readonly state: RecorderState;
    stop(reason: RecordingEnd): Promise<void>;
    take(message: Message, socket: TailSocket): void;
}

export interface RecorderState {
    readonly count: number;
    readonly dropped: number;
    readonly error: string;
    readonly isRecording: boolean;
    readonly name: string;
}

export type RecordingEnd = 'stopped' | 'full' | 'closed';

export type ShownProcess = Pick<WatchedProcess, 'endpoint' | 'snapshot'>;

export interface TailOptions {
    readonly maxRecordingBytes?: number | undefined;
    readonly recorder?: MessageRecorder | undefined;
    readonly showMessages?: boolean | undefined;
    readonly sockets: readonly TailSocket[];
}

export interface TailSocket {
    readonly endpoint: string | null;
    messages(options?: MessagesOptions): AsyncIterable<Message>;
    readonly type: string;
}

export { WatchedProcess }

export { ZMQError }

export * from "@zeromq-ts/core";
