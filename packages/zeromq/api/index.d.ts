// The public API of @zeromq-ts/zeromq. Written by `pnpm api`.

import type { HandshakeRule } from '@zeromq-ts/core';

type AnyFunction = (...args: never[]) => unknown;

interface AuthError extends Error {
    status: 300 | 400 | 500;
}

export const capability: Partial<{
    ipc: boolean;
    pgm: boolean;
    tipc: boolean;
    norm: boolean;
    curve: boolean;
    gssapi: boolean;
    draft: boolean;
}>;

export const Context: typeof Context_2;

export type Context = Context_2;

export const context: Context_2;

class Context_2 {
    constructor(options?: Options<Context_2>);
    blocky: boolean;
    protected getBoolOption(option: number): boolean;
    protected getInt32Option(option: number): number;
    ioThreads: number;
    ipv6: boolean;
    maxMessageSize: number;
    maxSockets: number;
    readonly maxSocketsLimit: number;
    protected setBoolOption(option: number, value: boolean): void;
    protected setInt32Option(option: number, value: number): void;
    threadPriority: number;
    threadSchedulingPolicy: number;
}

export function curveKeyPair(): {
    publicKey: string;
    secretKey: string;
};

export class Dealer extends Socket_2 {
    constructor(options?: SocketOptions<Dealer>);
    conflate: boolean;
    probeRouter: boolean;
    routingId: string | null;
}

export interface Dealer extends Readable, Writable {
}

interface ErrnoError extends Error {
    code: string;
    errno: number;
}

type Event_2 = EventFor<'accept', EventAddress> | EventFor<'accept:error', EventAddress & EventError> | EventFor<'bind', EventAddress> | EventFor<'bind:error', EventAddress & EventError> | EventFor<'connect', EventAddress> | EventFor<'connect:delay', EventAddress> | EventFor<'connect:retry', EventAddress & EventInterval> | EventFor<'close', EventAddress> | EventFor<'close:error', EventAddress & EventError> | EventFor<'disconnect', EventAddress> | EventFor<'end'> | EventFor<'handshake', EventAddress> | EventFor<'handshake:error:protocol', EventAddress & EventError<ProtoError>> | EventFor<'handshake:error:auth', EventAddress & EventError<AuthError>> | EventFor<'handshake:error:other', EventAddress & EventError> | EventFor<'unknown'>;
export { Event_2 as Event }

interface EventAddress {
    address: string;
}

interface EventError<E = ErrnoError> {
    error: E;
}

type EventFor<T extends string, D = object> = Expand<{
    type: T;
} & D>;

interface EventInterval {
    interval: number;
}

export type EventOfType<E extends EventType = EventType> = Expand<Extract<Event_2, Event_2 & EventFor<E>>>;

export interface EventSubscriber {
    off<E extends EventType>(type: E, listener: (data: EventOfType<E>) => void): EventSubscriber;
    on<E extends EventType>(type: E, listener: (data: EventOfType<E>) => void): EventSubscriber;
}

export type EventType = Event_2['type'];

type Expand<T> = T extends infer O ? {
    [K in keyof O]: O[K];
} : never;

type IfSame<X, Y, A, B = never> = (<T>() => T extends X ? 1 : 2) extends <T>() => (T extends Y ? 1 : 2) ? A : B;

export type Message = Buffer;

export type MessageLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer | string | number | null;

export const Observer: typeof Observer_2;

export type Observer = Observer_2;

class Observer_2 implements EventSubscriber {
    [Symbol.asyncIterator](): AsyncIterator<Event_2, undefined>;
    constructor(socket: object);
    close(): void;
    get closed(): boolean;
    off<E extends EventType>(type: E, listener: (data: EventOfType<E>) => void): EventSubscriber;
    on<E extends EventType>(type: E, listener: (data: EventOfType<E>) => void): EventSubscriber;
    receive(): Promise<Event_2>;
}

type Options<T, E = object> = Expand<Partial<E & Pick<T, WritableKeys<T>>>>;

export class Pair extends Socket_2 {
    constructor(options?: SocketOptions<Pair>);
}

export interface Pair extends Readable, Writable {
}

interface ProtoError extends Error {
    code: HandshakeRule;
}

const Proxy_2: typeof SocketProxy;

type Proxy_2<F extends Socket_2 = Socket_2, B extends Socket_2 = Socket_2> = SocketProxy<F, B>;
export { Proxy_2 as Proxy }

export class Publisher extends Socket_2 {
    constructor(options?: SocketOptions<Publisher>);
    conflate: boolean;
    invertMatching: boolean;
    noDrop: boolean;
}

export interface Publisher extends Writable {
}

export class Pull extends Socket_2 {
    constructor(options?: SocketOptions<Pull>);
    conflate: boolean;
}

export interface Pull extends Readable {
}

export class Push extends Socket_2 {
    constructor(options?: SocketOptions<Push>);
    conflate: boolean;
}

export interface Push extends Writable {
}

export interface Readable<M extends object[] = Message[]> {
    [Symbol.asyncIterator](): AsyncIterator<ReceiveType<this>, undefined>;
    receive(): Promise<M>;
    receiveBufferSize: number;
    receiveHighWaterMark: number;
    receiveTimeout: number;
}

type ReceiveType<T> = T extends {
    receive(): Promise<infer U>;
} ? U : never;

export class Reply extends Socket_2 {
    constructor(options?: SocketOptions<Reply>);
    routingId: string | null;
}

export interface Reply extends Readable, Writable {
}

class Request_2 extends Socket_2 {
    constructor(options?: SocketOptions<Request_2>);
    correlate: boolean;
    probeRouter: boolean;
    relaxed: boolean;
    routingId: string | null;
}

interface Request_2 extends Readable, Writable {
}
export { Request_2 as Request }

export class Router extends Socket_2 {
    constructor(options?: SocketOptions<Router>);
    connect(address: string, options?: RouterConnectOptions): void;
    handover: boolean;
    mandatory: boolean;
    probeRouter: boolean;
    routingId: string | null;
}

export interface Router extends Readable, Writable {
}

export interface RouterConnectOptions {
    routingId?: string;
}

export const Socket: typeof Socket_2;

export type Socket = Socket_2;

abstract class Socket_2 {
    protected constructor(type: number, options?: object);
    affinity: number;
    backlog: number;
    bind(address: string): Promise<void>;
    bindSync(address: string): void;
    close(): void;
    get closed(): boolean;
    connect(address: string): void;
    connectTimeout: number;
    get context(): Context_2;
    curvePublicKey: string | null;
    curveSecretKey: string | null;
    curveServer: boolean;
    curveServerKey: string | null;
    disconnect(address: string): void;
    get events(): Observer_2;
    protected getBoolOption(option: number): boolean;
    protected getInt32Option(option: number): number;
    protected getInt64Option(option: number): number;
    protected getStringOption(option: number): string | null;
    protected getUint32Option(option: number): number;
    protected getUint64Option(option: number): number;
    gssapiPlainText: boolean;
    gssapiPrincipal: string | null;
    gssapiPrincipalNameType: 'hostBased' | 'userName' | 'krb5Principal';
    gssapiServer: boolean;
    gssapiServicePrincipal: string | null;
    gssapiServicePrincipalNameType: 'hostBased' | 'userName' | 'krb5Principal';
    handshakeInterval: number;
    heartbeatInterval: number;
    heartbeatTimeout: number;
    heartbeatTimeToLive: number;
    immediate: boolean;
    interface: string | null;
    ipv6: boolean;
    readonly lastEndpoint: string | null;
    linger: number;
    loopbackFastPath: boolean;
    maxMessageSize: number;
    multicastMaxTransportDataUnit: number;
    plainPassword: string | null;
    plainServer: boolean;
    plainUsername: string | null;
    rate: number;
    get readable(): boolean;
    reconnectInterval: number;
    reconnectMaxInterval: number;
    recoveryInterval: number;
    readonly securityMechanism: null | 'plain' | 'curve' | 'gssapi';
    protected setBoolOption(option: number, value: boolean): void;
    protected setInt32Option(option: number, value: number): void;
    protected setInt64Option(option: number, value: number): void;
    protected setStringOption(option: number, value: string | Buffer | null): void;
    protected setUint32Option(option: number, value: number): void;
    protected setUint64Option(option: number, value: number): void;
    socksProxy: string | null;
    tcpAcceptFilter: string | null;
    tcpKeepalive: number;
    tcpKeepaliveCount: number;
    tcpKeepaliveIdle: number;
    tcpKeepaliveInterval: number;
    tcpMaxRetransmitTimeout: number;
    readonly threadSafe: boolean;
    readonly type: number;
    typeOfService: number;
    unbind(address: string): Promise<void>;
    unbindSync(address: string): void;
    vmciBufferMaxSize: number;
    vmciBufferMinSize: number;
    vmciBufferSize: number;
    vmciConnectTimeout: number;
    get writable(): boolean;
    zapDomain: string | null;
    zapEnforceDomain: boolean;
}

export type SocketOptions<S extends Socket_2> = Options<S, {
    context: Context_2;
}>;

class SocketProxy<F extends Socket_2 = Socket_2, B extends Socket_2 = Socket_2> {
    constructor(frontEnd: F, backEnd: B);
    get backEnd(): B;
    get frontEnd(): F;
    pause(): void;
    resume(): void;
    run(): Promise<void>;
    terminate(): void;
}

export class Stream extends Socket_2 {
    constructor(options?: SocketOptions<Stream>);
    connect(address: string, options?: StreamConnectOptions): void;
    notify: boolean;
}

export interface Stream extends Readable<[Message, Message]>, Writable<[MessageLike, MessageLike]> {
}

export interface StreamConnectOptions {
    routingId?: string;
}

export class Subscriber extends Socket_2 {
    constructor(options?: SocketOptions<Subscriber>);
    conflate: boolean;
    invertMatching: boolean;
    subscribe(...prefixes: Array<Buffer | string>): void;
    unsubscribe(...prefixes: Array<Buffer | string>): void;
}

export interface Subscriber extends Readable {
}

export const version: string;

export interface Writable<M extends MessageLike | MessageLike[] = MessageLike | MessageLike[], O extends [...object[]] = []> {
    multicastHops: number;
    send(message: M, ...options: O): Promise<void>;
    sendBufferSize: number;
    sendHighWaterMark: number;
    sendTimeout: number;
}

type WritableKeys<T> = {
    [P in keyof T]-?: T[P] extends AnyFunction ? never : IfSame<{
        [Q in P]: T[P];
    }, {
        -readonly [Q in P]: T[P];
    }, P>;
}[keyof T];

export class XPublisher extends Socket_2 {
    constructor(options?: SocketOptions<XPublisher>);
    invertMatching: boolean;
    manual: boolean;
    noDrop: boolean;
    set verbosity(value: null | 'allSubs' | 'allSubsUnsubs');
    welcomeMessage: string | null;
}

export interface XPublisher extends Readable, Writable {
}

export class XSubscriber extends Socket_2 {
    constructor(options?: SocketOptions<XSubscriber>);
}

export interface XSubscriber extends Readable, Writable {
}
