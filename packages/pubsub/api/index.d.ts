// The public API of @zeromq-ts/pubsub. Written by `pnpm api`.

import type { ConflateOptions } from '@zeromq-ts/core';
import { DuplexSocket } from '@zeromq-ts/core/spi';
import { Message } from '@zeromq-ts/core';
import type { MessageInput } from '@zeromq-ts/core';
import { ReceiveSocket } from '@zeromq-ts/core/spi';
import { SendSocket } from '@zeromq-ts/core/spi';
import type { SocketOptions } from '@zeromq-ts/core';
import type { WaitOptions } from '@zeromq-ts/core';
import { ZMQContext } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export function conflateByKey<T>(source: AsyncIterable<T>, key: (item: T) => unknown, options?: {
    readonly maxKeys?: number;
}): AsyncIterableIterator<T>;

export function exactTopic(topic: Topic): TopicPattern;

export interface InvertMatchingOptions {
    readonly invertMatching?: boolean | undefined;
}

export interface LastValueOptions {
    readonly lastValueCache?: number | undefined;
    readonly lastValueCacheBytes?: number | undefined;
}

export { Message }

export interface NoDropOptions {
    readonly noDrop?: boolean | undefined;
}

export type Payload = MessageInput | (() => MessageInput);

export interface PublisherOptions extends SocketOptions, ConflateOptions, InvertMatchingOptions, LastValueOptions, NoDropOptions, SubscriptionLimitOptions {
}

export interface SubscribedOptions extends WaitOptions {
    readonly peers?: number | undefined;
}

export interface SubscriberOptions extends SocketOptions, ConflateOptions, InvertMatchingOptions {
}

export interface SubscriptionLimitOptions {
    readonly maxSubscriptionBytes?: number | undefined;
}

export type Topic = string | Uint8Array;

export interface TopicPattern {
    matches(frame: Uint8Array): boolean;
    readonly prefix: Uint8Array;
}

export function topicPattern(pattern: string, options?: {
    readonly separator?: string;
}): TopicPattern;

export interface XPublisherOptions extends SocketOptions, InvertMatchingOptions, LastValueOptions, NoDropOptions, SubscriptionLimitOptions {
    readonly manual?: boolean | undefined;
    readonly verbosity?: null | 'allSubs' | 'allSubsUnsubs' | undefined;
    readonly welcomeMessage?: string | Uint8Array | undefined;
}

export interface XSubscriberOptions extends SocketOptions, InvertMatchingOptions {
}

export { ZMQContext }

export { ZMQError }

export class ZMQPublisher extends SendSocket<PublisherOptions> {
    constructor(endpoint?: string | readonly string[], options?: PublisherOptions);
    hasSubscribers(topic?: Topic): boolean;
    send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
    send(topic: Topic, body: Payload, options?: WaitOptions): Promise<boolean>;
    subscribed(topic?: Topic, options?: SubscribedOptions): Promise<void>;
    trySend(message: MessageInput): boolean;
    trySend(topic: Topic, body: Payload): boolean;
}

export class ZMQSubscriber extends ReceiveSocket<SubscriberOptions> {
    constructor(endpoint?: string | readonly string[], topics?: Topic | TopicPattern | readonly (Topic | TopicPattern)[], options?: SubscriberOptions);
    subscribe(...topics: (Topic | TopicPattern)[]): void;
    subscribed(options?: SubscribedOptions): Promise<void>;
    unsubscribe(...topics: (Topic | TopicPattern)[]): void;
}

export class ZMQXPublisher extends DuplexSocket<Message, XPublisherOptions> {
    constructor(endpoint?: string | readonly string[], options?: XPublisherOptions);
    hasSubscribers(topic?: Topic): boolean;
    send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
    send(topic: Topic, body: Payload, options?: WaitOptions): Promise<boolean>;
    subscribe(...topics: Topic[]): void;
    subscribed(topic?: Topic, options?: SubscribedOptions): Promise<void>;
    trySend(message: MessageInput): boolean;
    trySend(topic: Topic, body: Payload): boolean;
    unsubscribe(...topics: Topic[]): void;
}

export class ZMQXSubscriber extends DuplexSocket<Message, XSubscriberOptions> {
    constructor(endpoint?: string | readonly string[], options?: XSubscriberOptions);
    subscribe(...topics: Topic[]): void;
    subscribed(options?: SubscribedOptions): Promise<void>;
    unsubscribe(...topics: Topic[]): void;
}

export * from "@zeromq-ts/core";

declare module '@zeromq-ts/core' {
    interface SocketTypes {
        PUB: typeof ZMQPublisher;
        SUB: typeof ZMQSubscriber;
        XPUB: typeof ZMQXPublisher;
        XSUB: typeof ZMQXSubscriber;
    }
}
