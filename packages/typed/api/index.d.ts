// The public API of @zeromq-ts/typed. Written by `pnpm api`.

import type { CloseOptions } from '@zeromq-ts/core';
import type { DrainOptions } from '@zeromq-ts/core';
import { Message } from '@zeromq-ts/core';
import type { MessageInput } from '@zeromq-ts/core';
import type { MessagesOptions } from '@zeromq-ts/core';
import type { SendState } from '@zeromq-ts/core';
import type { WaitOptions } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export interface AnySocket {
    close(options?: CloseOptions): Promise<void>;
    drain?(options?: DrainOptions): Promise<void>;
    messages?(options?: MessagesOptions): AsyncIterableIterator<Message>;
    readonly readable?: boolean;
    receive?(options?: WaitOptions): Promise<Message>;
    send?(message: MessageInput, options?: WaitOptions): Promise<boolean>;
    readonly sendState?: SendState;
    tryReceive?(): Message | undefined;
    trySend?(message: MessageInput): boolean;
    readonly type: string;
    whenReadable?(options?: WaitOptions): Promise<void>;
    whenWritable?(options?: WaitOptions): Promise<void>;
    readonly writable?: boolean;
}

export function binary<Input, Output = Input>(format: BinaryFormat, schema?: StandardSchema<Input, Output>): Codec<Input, Output>;

export interface BinaryFormat {
    decode(bytes: Uint8Array): unknown;
    encode(value: unknown): Uint8Array;
}

export function bytes(): Codec<Uint8Array>;

export interface Codec<Input, Output = Input> {
    decode(message: Message): Output | PromiseLike<Output>;
    encode(value: Input): MessageInput | PromiseLike<MessageInput>;
}

type Drains = {
    drain(): Promise<void>;
};

export function frames<const C extends readonly Codec<never, unknown>[]>(...codecs: C): Codec<Inputs<C>, Outputs<C>>;

export type InputOf<C> = C extends Codec<infer Input, infer _Output> ? Input : never;

type Inputs<C extends readonly Codec<never, unknown>[]> = {
    -readonly [I in keyof C]: InputOf<C[I]>;
};

export function json<Input, Output = Input>(schema?: StandardSchema<Input, Output>): Codec<Input, Output>;

export { Message }

export type OutputOf<C> = C extends Codec<infer _Input, infer Output> ? Output : never;

type Outputs<C extends readonly Codec<never, unknown>[]> = {
    -readonly [I in keyof C]: OutputOf<C[I]>;
};

type Receives = {
    receive(options?: WaitOptions): Promise<Message>;
};

type RequestOptions<S> = S extends {
    request(message: never, options?: infer Options): unknown;
} ? Options : never;

type Requests = {
    request(message: MessageInput, options?: never): Promise<Message>;
};

export interface SchemaIssue {
    readonly message: string;
    readonly path?: readonly (PropertyKey | {
        readonly key: PropertyKey;
    })[] | undefined;
}

export type SchemaResult<Output> = {
    readonly value: Output;
    readonly issues?: undefined;
} | {
    readonly issues: readonly SchemaIssue[];
};

type Sends = {
    send(message: MessageInput): Promise<boolean>;
};

export interface StandardSchema<Input = unknown, Output = Input> {
    readonly '~standard': {
        readonly version: 1;
        readonly vendor: string;
        readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
        readonly types?: {
            readonly input: Input;
            readonly output: Output;
        } | undefined;
    };
}

export function text(): Codec<string>;

export type Typed<S, Sent, Received> = Pick<TypedSocket<S, Sent, Received>, 'socket' | 'close' | typeof Symbol.asyncDispose> & (S extends Drains ? Pick<TypedSocket<S, Sent, Received>, 'drain'> : unknown) & (S extends Sends ? Pick<TypedSocket<S, Sent, Received>, 'send' | 'trySend' | 'sendState' | 'writable' | 'whenWritable'> : unknown) & (S extends Receives ? Pick<TypedSocket<S, Sent, Received>, 'receive' | 'tryReceive' | 'messages' | 'readable' | 'whenReadable' | typeof Symbol.asyncIterator> : unknown) & (S extends Requests ? Pick<TypedSocket<S, Sent, Received>, 'request'> : unknown);

export function typed<S extends AnySocket, SI = never, SO = unknown, RI = unknown, RO = never>(socket: S, options: TypedOptions<SI, SO, RI, RO>): Typed<S, SI, RO>;

export interface TypedOptions<SendInput, SendOutput, ReceiveInput, ReceiveOutput> {
    readonly onInvalid?: ((error: ZMQError, message: Message) => void) | undefined;
    readonly receive?: Codec<ReceiveInput, ReceiveOutput> | StandardSchema<ReceiveInput, ReceiveOutput> | undefined;
    readonly send?: Codec<SendInput, SendOutput> | StandardSchema<SendInput, SendOutput> | undefined;
}

export class TypedSocket<S, Sent, Received> implements AsyncDisposable, AsyncIterable<Received> {
    [Symbol.asyncDispose](): Promise<void>;
    [Symbol.asyncIterator](): AsyncIterableIterator<Received>;
    constructor(socket: S & AnySocket, send: Codec<Sent, unknown> | undefined, receive: Codec<never, Received> | undefined, onInvalid: ((error: ZMQError, message: Message) => void) | undefined);
    close(options?: Parameters<AnySocket['close']>[0]): Promise<void>;
    drain(options?: DrainOptions): Promise<void>;
    messages(options?: MessagesOptions): AsyncIterableIterator<Received>;
    get readable(): boolean;
    receive(options?: WaitOptions): Promise<Received>;
    request(value: Sent, options?: RequestOptions<S>): Promise<Received>;
    send(value: Sent, options?: WaitOptions): Promise<boolean>;
    get sendState(): SendState;
    readonly socket: S;
    tryReceive(): Received | undefined;
    trySend(value: Sent): boolean;
    whenReadable(options?: WaitOptions): Promise<void>;
    whenWritable(options?: WaitOptions): Promise<void>;
    get writable(): boolean;
}

export function withTopic<Input, Output>(topicOf: (value: Input) => string | Uint8Array, codec: Codec<Input, Output>): Codec<Input, Output>;

export { ZMQError }

export * from "@zeromq-ts/core";
