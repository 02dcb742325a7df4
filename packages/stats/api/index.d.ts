// The public API of @zeromq-ts/stats. Written by `pnpm api`.

import { LATENCY_BOUNDS_MS } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core';
import { ZMQSocket } from '@zeromq-ts/core';

export function decodeSnapshot(bytes: Uint8Array): ProcessSnapshot | undefined;

export function defaultStatsEndpoint(env?: Environment): string;

type Environment = Readonly<Record<string, string | undefined>>;

export interface EventSnapshot {
    readonly address?: string | undefined;
    readonly endpoint?: string | undefined;
    readonly name: string;
    readonly reason?: string | undefined;
    readonly time: number;
}

export interface ExposedStats extends AsyncDisposable {
    close(): Promise<void>;
    readonly endpoint: string;
}

export function exposeStats(endpoint: string, options?: ExposeStatsOptions): Promise<ExposedStats>;

export function exposeStats(options?: ExposeStatsOptions): Promise<ExposedStats>;

export interface ExposeStatsOptions {
    readonly interval?: number | undefined;
    readonly name?: string | undefined;
    readonly sockets?: SocketsToExpose | undefined;
}

export function findStatsEndpoints(): Promise<string[]>;

export { LATENCY_BOUNDS_MS }

export const MAX_ENDPOINTS = 16;

export const MAX_EVENTS = 8;

export const MAX_PEERS = 200;

export const MAX_SNAPSHOT_BYTES = 65536;

export const MAX_TEXT_LENGTH = 300;

export interface OtherPeers extends PeerFigures {
    readonly count: number;
}

export interface OwnStatsWatch extends AsyncDisposable, AsyncIterable<WatchedProcess> {
    close(): Promise<void>;
}

export interface PeerFigures {
    readonly bytesReceived?: number | undefined;
    readonly bytesSent?: number | undefined;
    readonly dropped?: number | undefined;
    readonly messagesReceived?: number | undefined;
    readonly messagesSent?: number | undefined;
    readonly queuedIncoming?: number | undefined;
    readonly queuedOutgoing?: number | undefined;
}

export interface PeerSnapshot extends PeerFigures {
    readonly address?: string | undefined;
    readonly endpoint: string;
    readonly mechanism?: string | undefined;
    readonly routingId?: string | undefined;
    readonly since?: number | undefined;
    readonly socketType?: string | undefined;
    readonly userId?: string | undefined;
}

export interface ProcessSnapshot {
    readonly interval: number;
    readonly name: string;
    readonly otherSockets: number;
    readonly pid: number;
    readonly runtime: string;
    readonly sockets: readonly SocketSnapshot[];
    readonly started: number;
    readonly thread: number;
    readonly time: number;
    readonly zmqstats: 1;
}

export interface RequestFigures {
    readonly failures: number;
    readonly latencyCounts: readonly number[];
    readonly latencySum: number;
    readonly losses: number;
    readonly replies: number;
    readonly requests: number;
    readonly retries: number;
    readonly timeouts: number;
}

export interface SocketFigures {
    readonly bytesReceived: number;
    readonly bytesSent: number;
    readonly dropped: Readonly<Record<string, number>>;
    readonly ignored: number;
    readonly messagesReceived: number;
    readonly messagesSent: number;
    readonly peers: number;
    readonly queuedIncoming?: number | undefined;
    readonly queuedOutgoing?: number | undefined;
    readonly waitingSends: number;
}

export interface SocketRates {
    readonly bytesReceived: number | undefined;
    readonly bytesSent: number | undefined;
    readonly dropped: number | undefined;
    readonly messagesReceived: number | undefined;
    readonly messagesSent: number | undefined;
}

export function socketRates(id: number, current: ProcessSnapshot, previous: ProcessSnapshot | undefined): SocketRates;

export interface SocketSnapshot {
    readonly endpoints: readonly string[];
    readonly engine: string;
    readonly events: Readonly<Record<string, number>>;
    readonly id: number;
    readonly otherEndpoints: number;
    readonly otherPeers?: OtherPeers | undefined;
    readonly peers: readonly PeerSnapshot[];
    readonly recentEvents: readonly EventSnapshot[];
    readonly requests?: RequestFigures | undefined;
    readonly stats: SocketFigures;
    readonly type: string;
}

export type SocketsToExpose = Iterable<ZMQSocket> | (() => Iterable<ZMQSocket>);

export function statsFolder(env?: Environment): string;

export interface StatsWatch extends AsyncDisposable, AsyncIterable<WatchedProcess> {
    close(): Promise<void>;
    readonly found: Promise<void>;
    readonly processes: readonly WatchedProcess[];
}

export interface WatchedProcess {
    readonly connected: boolean;
    readonly endpoint: string;
    readonly malformed: number;
    readonly previous: ProcessSnapshot | undefined;
    readonly received: number;
    readonly snapshot: ProcessSnapshot | undefined;
}

export function watchOwnStats(options?: ExposeStatsOptions): OwnStatsWatch;

export function watchStats(options?: WatchStatsOptions): StatsWatch;

export interface WatchStatsOptions {
    readonly endpoints?: readonly string[] | undefined;
    readonly findInterval?: number | undefined;
}

export { ZMQError }

export * from "@zeromq-ts/core";
