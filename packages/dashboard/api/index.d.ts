// The public API of @zeromq-ts/dashboard. Written by `pnpm api`.

import type { IncomingMessage } from 'node:http';
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
}

export type DashboardRequest = IncomingMessage & {
    readonly originalUrl?: string | undefined;
};

export type ShownProcess = Pick<WatchedProcess, 'endpoint' | 'snapshot'>;

export { WatchedProcess }

export { ZMQError }

export * from "@zeromq-ts/core";
