// The public API of @zeromq-ts/pubsub. Written by `pnpm api`.

import type { ConflateOptions } from '@zeromq-ts/core';
import { DuplexSocket } from '@zeromq-ts/core/spi';
import { Message } from '@zeromq-ts/core';
import { ReceiveSocket } from '@zeromq-ts/core/spi';
import { SendSocket } from '@zeromq-ts/core/spi';
import type { SocketOptions } from '@zeromq-ts/core';
import type { WaitOptions } from '@zeromq-ts/core';
import { ZMQContext } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';

export interface InvertMatchingOptions {
    readonly invertMatching?: boolean | undefined;
}

export { Message }

export interface NoDropOptions {
    readonly noDrop?: boolean | undefined;
}

export interface PublisherOptions extends SocketOptions, ConflateOptions, InvertMatchingOptions, NoDropOptions, SubscriptionLimitOptions {
}

export interface SubscriberOptions extends SocketOptions, ConflateOptions, InvertMatchingOptions {
}

export interface SubscriptionLimitOptions {
    readonly maxSubscriptionBytes?: number | undefined;
}

export type Topic = string | Uint8Array;

export interface XPublisherOptions extends SocketOptions, InvertMatchingOptions, NoDropOptions, SubscriptionLimitOptions {
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
    subscribed(topic?: Topic, options?: WaitOptions): Promise<void>;
}

export class ZMQSubscriber extends ReceiveSocket<SubscriberOptions> {
    constructor(endpoint?: string | readonly string[], topics?: Topic | readonly Topic[], options?: SubscriberOptions);
    subscribe(...topics: Topic[]): void;
    unsubscribe(...topics: Topic[]): void;
}

export class ZMQXPublisher extends DuplexSocket<Message, XPublisherOptions> {
    constructor(endpoint?: string | readonly string[], options?: XPublisherOptions);
    subscribe(...topics: Topic[]): void;
    unsubscribe(...topics: Topic[]): void;
}

export class ZMQXSubscriber extends DuplexSocket<Message, XSubscriberOptions> {
    constructor(endpoint?: string | readonly string[], options?: XSubscriberOptions);
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
