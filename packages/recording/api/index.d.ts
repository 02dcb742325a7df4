// The public API of @zeromq-ts/recording. Written by `pnpm api`.

import type { ConnectedOptions } from '@zeromq-ts/core';
import { Message } from '@zeromq-ts/core';
import type { MessageInput } from '@zeromq-ts/core';
import type { MessagesOptions } from '@zeromq-ts/core';
import type { SocketEventName } from '@zeromq-ts/core';
import type { SocketEvents } from '@zeromq-ts/core';
import type { SocketStats } from '@zeromq-ts/core';
import type { WaitOptions } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export type ByteSource = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

export type ConversionFormat =
/** Lines as `record` writes them. */
'jsonl'
/** A line for each message: time, direction, peer, number of frames, bytes, and the frames as JSON. */
| 'csv'
/** For each message the number of its frames, and each frame with its length: 32 bits, big-endian. */
| 'length'
/** MCAP (mcap.dev): a channel for each first frame, with the frames as JSON. */
| 'mcap';

export function convertRecording(source: RecordingSource, format: ConversionFormat): AsyncGenerator<Uint8Array, void, undefined>;

export interface CutOffEntry {
    readonly kind: 'cut-off';
    readonly line: number;
}

export function cutRecording(source: RecordingSource, options?: CutRecordingOptions): AsyncGenerator<RecordingEntry, void, undefined>;

export interface CutRecordingOptions {
    readonly from?: RecordingTime | undefined;
    readonly match?: ((message: MessageEntry) => boolean) | undefined;
    readonly read?: ReadRecordingOptions | undefined;
    readonly to?: RecordingTime | undefined;
}

export function describeRecording(source: RecordingSource, options?: ReadRecordingOptions): Promise<RecordingDescription>;

export interface EndEntry {
    readonly bytes: number;
    readonly count: number;
    readonly dropped: number;
    readonly droppedEvents?: number | undefined;
    readonly kind: 'end';
    readonly reason: string;
    readonly time: number | undefined;
}

export interface EventEntry {
    readonly details: Readonly<Record<string, JSONValue>>;
    readonly event: string;
    readonly kind: 'event';
    readonly peer?: number | undefined;
    readonly time: number | undefined;
}

interface EventSource_2 {
    off<N extends SocketEventName>(event: N, listener: (event: SocketEvents[N]) => void): unknown;
    on<N extends SocketEventName>(event: N, listener: (event: SocketEvents[N]) => void): unknown;
}
export { EventSource_2 as EventSource }

export interface ExpansionLimits {
    readonly bytes: number;
    readonly ratio: number;
}

export function formatEntry(entry: RecordingEntry): string;

export type FrameTime = (frames: readonly Uint8Array[]) => number | undefined;

export function frameTime(spec: string): FrameTime;

export interface HeaderEntry extends RecordingHeader {
    readonly kind: 'header';
    readonly startedAt: number;
}

export type JSONValue = null | boolean | number | string | readonly JSONValue[] | {
    readonly [name: string]: JSONValue;
};

export function mergeRecordings(sources: readonly RecordingSource[], options?: ReadRecordingOptions): AsyncGenerator<RecordingEntry, void, undefined>;

export { Message }

export type MessageDetails = Omit<MessageEntry, 'kind' | 'time' | 'frames'>;

export interface MessageEntry {
    readonly direction?: RecordedDirection | undefined;
    readonly frames: readonly Uint8Array[];
    readonly group?: string | undefined;
    readonly kind: 'message';
    readonly peer?: number | undefined;
    readonly published?: number | undefined;
    readonly routingId?: Uint8Array | undefined;
    readonly time: number | undefined;
}

export interface NodeWritable {
    end(): unknown;
    once(event: 'drain' | 'close' | 'finish', listener: () => void): unknown;
    once(event: 'error', listener: (error: Error) => void): unknown;
    removeListener(event: string, listener: (...values: never[]) => void): unknown;
    write(chunk: Uint8Array): boolean;
}

export type OnFull = 'drop' | 'block';

export function readRecording(source: ByteSource, options?: ReadRecordingOptions): AsyncGenerator<RecordingEntry, void, undefined>;

export interface ReadRecordingOptions {
    readonly maxExpand?: Partial<ExpansionLimits> | undefined;
    readonly maxLineBytes?: number | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly strict?: boolean | undefined;
}

export function record(socket: RecordableSocket, destination: RecordingDestination | RecordingWriter, options?: RecordOptions): Promise<RecordingSummary>;

export interface RecordableSocket extends EventSource_2 {
    readonly endpoint: string | null;
    messages(options?: MessagesOptions): AsyncIterable<Message>;
    readonly type: string;
}

export type RecordedDirection = 'in' | 'out';

export interface RecordedTopic {
    readonly count: number;
    readonly topic: Uint8Array;
}

export interface RecordingDescription {
    readonly badTimes: number;
    readonly bytes: number;
    readonly cutOff: boolean;
    readonly dropped: number;
    readonly droppedEvents: number;
    readonly duration: number;
    readonly endpoints: readonly string[];
    readonly events: Readonly<Record<string, number>>;
    readonly first: number | undefined;
    readonly gaps: readonly RecordingGap[];
    readonly largest: number;
    readonly last: number | undefined;
    readonly messages: number;
    readonly reasons: readonly string[];
    readonly segments: number;
    readonly topicCount: number;
    readonly topics: readonly RecordedTopic[];
    readonly types: readonly string[];
}

export type RecordingDestination = NodeWritable | WritableStream<Uint8Array> | RecordingOutput;

export type RecordingEntry = HeaderEntry | MessageEntry | EventEntry | EndEntry | CutOffEntry;

export class RecordingError extends ZMQError {
    constructor(code: 'EINVAL' | 'EMSGSIZE' | 'ENOTSUP', line: number, message: string, cause?: unknown);
    readonly line: number;
}

export class RecordingFileError extends Error {
    constructor(code: 'EBUSY' | 'ENOENT', message: string);
    readonly code: 'EBUSY' | 'ENOENT';
    readonly name = "RecordingFileError";
}

export class RecordingFiles implements RecordingOutput {
    constructor(path: string, options?: RecordingFilesOptions);
    readonly batchBytes: number | undefined;
    close(): Promise<void>;
    open(seq: number): Promise<void>;
    get partBytes(): number;
    get paths(): readonly string[];
    readonly waitsForBatch: boolean;
    write(lines: Uint8Array): Promise<void>;
}

export interface RecordingFilesOptions {
    readonly append?: boolean | undefined;
    readonly maxFiles?: number | undefined;
    readonly numbered?: boolean | undefined;
    readonly overwrite?: boolean | undefined;
}

export interface RecordingGap {
    readonly at: number;
    readonly duration: number;
}

export interface RecordingHeader {
    readonly endpoints: readonly string[];
    readonly options?: Readonly<Record<string, JSONValue>> | undefined;
    readonly seq?: number | undefined;
    readonly started: string;
    readonly tool?: string | undefined;
    readonly topics?: readonly string[] | undefined;
    readonly type: string;
}

export type RecordingHeaderInput = Omit<RecordingHeader, 'started' | 'seq'> & {
    readonly started?: string | undefined;
};

export interface RecordingOutput {
    readonly batchBytes?: number | undefined;
    close(): Promise<void>;
    open(seq: number): Promise<void>;
    readonly partBytes: number;
    readonly waitsForBatch?: boolean | undefined;
    write(lines: Uint8Array): Promise<void>;
}

export type RecordingSource = ByteSource | AsyncIterable<RecordingEntry> | Iterable<RecordingEntry>;

export interface RecordingSummary {
    readonly bytes: number;
    readonly count: number;
    readonly dropped: number;
    readonly droppedEvents: number;
    readonly duration: number;
    readonly files: number;
    readonly reason: string;
}

export type RecordingTime = number | Date | string;

export class RecordingWriter {
    constructor(destination: RecordingDestination, header: RecordingHeaderInput, options?: RecordingWriterOptions);
    get bytes(): number;
    get count(): number;
    get dropped(): number;
    get droppedEvents(): number;
    end(reason: string): Promise<RecordingSummary>;
    event(event: string, peer?: number, details?: Readonly<Record<string, JSONValue>>): void;
    get failed(): AbortSignal;
    frames(frames: readonly Uint8Array[], time: number | undefined, details?: MessageDetails): boolean;
    get full(): boolean;
    message(message: MessageInput, details?: MessageDetails & {
        readonly time?: number | undefined;
    }): boolean;
    get onFull(): OnFull;
    open(): Promise<void>;
    room(): Promise<void>;
    get time(): number;
}

export interface RecordingWriterOptions {
    readonly flushInterval?: number | undefined;
    readonly maxAge?: number | undefined;
    readonly maxBytes?: number | undefined;
    readonly maxQueuedBytes?: number | undefined;
    readonly onFull?: OnFull | undefined;
}

export interface RecordOptions extends RecordingWriterOptions {
    readonly count?: number | undefined;
    readonly endpoints?: readonly string[] | undefined;
    readonly events?: boolean | undefined;
    readonly options?: Readonly<Record<string, JSONValue>> | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly timeFrom?: string | undefined;
    readonly tool?: string | undefined;
    readonly topics?: readonly string[] | undefined;
}

export function replay(source: RecordingSource | (() => RecordingSource), socket: ReplayTarget, options?: ReplayOptions): Promise<ReplaySummary>;

export class ReplayControl {
    pause(): void;
    get paused(): boolean;
    resume(): void;
    get speed(): number | undefined;
    set speed(speed: number | undefined);
    step(): void;
}

export interface ReplayDrift {
    readonly max: number;
    readonly p50: number;
    readonly p99: number;
}

export interface ReplayOptions {
    readonly by?: 'received' | 'published' | undefined;
    readonly catchUp?: boolean | undefined;
    readonly control?: ReplayControl | undefined;
    readonly count?: number | undefined;
    readonly direction?: RecordedDirection | 'both' | undefined;
    readonly from?: RecordingTime | undefined;
    readonly loops?: number | undefined;
    readonly match?: ((message: MessageEntry) => boolean) | undefined;
    readonly maxGap?: number | undefined;
    readonly onProgress?: ((sent: number) => void) | undefined;
    readonly peers?: number | undefined;
    readonly rate?: number | undefined;
    readonly read?: ReadRecordingOptions | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly speed?: number | undefined;
    readonly timeout?: number | undefined;
    readonly to?: RecordingTime | undefined;
}

export interface ReplaySummary {
    readonly badTimes: number;
    readonly bytes: number;
    readonly cutOff: boolean;
    readonly drift: ReplayDrift;
    readonly dropped: number;
    readonly duration: number;
    readonly sent: number;
    readonly skipped: number;
}

export interface ReplayTarget {
    connected(options?: ConnectedOptions): Promise<void>;
    send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
    stats(): SocketStats;
    readonly type: string;
}

export { ZMQError }

export * from "@zeromq-ts/core";
