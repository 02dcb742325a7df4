// The public API of @zeromq-ts/zeromq/v5-compat. Written by `pnpm api`.

import type { EventEmitter as EventEmitter_2 } from 'node:events';

type Callback = (error?: Error) => void;

class CompatSocket extends EventEmitter {
    constructor(type: SocketType);
    [key: string]: any;
    bind(address: string, done?: Callback): this;
    bindSync(address: string): this;
    close(): this;
    get closed(): boolean;
    connect(address: string): this;
    disconnect(address: string): this;
    getsockopt(option: number | ShortOption): string | number | boolean | null;
    monitor(interval?: number, count?: number): this;
    pause(): void;
    read(): Buffer[] | null;
    resume(): void;
    send(message: MessageLike[] | MessageLike, flags?: number | null, done?: Callback): this;
    setsockopt(option: number | ShortOption, value: unknown): this;
    subscribe(filter: string | Buffer): this;
    type: SocketType;
    unbind(address: string, done?: Callback): this;
    unbindSync(address: string): this;
    unmonitor(): this;
    unsubscribe(filter: string | Buffer): this;
}

export class Context {
    constructor();
    static getMaxSockets(): number;
    static getMaxThreads(): number;
    static setMaxSockets(value: number): void;
    static setMaxThreads(value: number): void;
}

function createSocket(type: SocketType, options?: {
    [key: string]: unknown;
}): CompatSocket;
export { createSocket }
export { createSocket as socket }

export function curveKeypair(): {
    public: string;
    secret: string;
};

const EventEmitter: typeof EventEmitter_2;

type MessageLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer | string | number | null;

export const options: {
    _fd: number;
    _ioevents: number;
    _receiveMore: number;
    _subscribe: number;
    _unsubscribe: number;
    affinity: number;
    backlog: number;
    identity: number;
    linger: number;
    rate: number;
    rcvbuf: number;
    last_endpoint: number;
    reconnect_ivl: number;
    recovery_ivl: number;
    sndbuf: number;
    mechanism: number;
    plain_server: number;
    plain_username: number;
    plain_password: number;
    curve_server: number;
    curve_publickey: number;
    curve_secretkey: number;
    curve_serverkey: number;
    zap_domain: number;
    heartbeat_ivl: number;
    heartbeat_ttl: number;
    heartbeat_timeout: number;
    connect_timeout: number;
};

export function proxy(frontend: CompatSocket, backend: CompatSocket, capture?: CompatSocket): void;

type ShortOption = keyof typeof options;

export const Socket: typeof CompatSocket;

export type Socket = CompatSocket;

export type SocketType = 'pair' | 'req' | 'rep' | 'pub' | 'sub' | 'dealer' | 'xreq' | 'router' | 'xrep' | 'pull' | 'push' | 'xpub' | 'xsub' | 'stream';

export const STATE_BUSY: number;

export const STATE_CLOSED: number;

export const STATE_READY: number;

export const version: string;

export const ZMQ_AFFINITY: number;

export const ZMQ_BACKLOG: number;

export const ZMQ_CAN_DISCONNECT: number;

export const ZMQ_CAN_MONITOR: number;

export const ZMQ_CAN_SET_CTX: number;

export const ZMQ_CAN_UNBIND: number;

export const ZMQ_CONNECT_TIMEOUT: number;

export const ZMQ_CURVE_PUBLICKEY: number;

export const ZMQ_CURVE_SECRETKEY: number;

export const ZMQ_CURVE_SERVER: number;

export const ZMQ_CURVE_SERVERKEY: number;

export const ZMQ_DEALER: number;

export const ZMQ_DELAY_ATTACH_ON_CONNECT: number;

export const ZMQ_EVENTS: number;

export const ZMQ_FD: number;

export const ZMQ_HEARTBEAT_IVL: number;

export const ZMQ_HEARTBEAT_TIMEOUT: number;

export const ZMQ_HEARTBEAT_TTL: number;

export const ZMQ_IDENTITY: number;

export const ZMQ_IO_THREADS: number;

export const ZMQ_IPV4ONLY: number;

export const ZMQ_IPV6: number;

export const ZMQ_LAST_ENDPOINT: number;

export const ZMQ_LINGER: number;

export const ZMQ_MAX_SOCKETS: number;

export const ZMQ_MAXMSGSIZE: number;

export const ZMQ_MECHANISM: number;

export const ZMQ_MULTICAST_HOPS: number;

export const ZMQ_PAIR: number;

export const ZMQ_PLAIN_PASSWORD: number;

export const ZMQ_PLAIN_SERVER: number;

export const ZMQ_PLAIN_USERNAME: number;

export const ZMQ_POLLERR: number;

export const ZMQ_POLLIN: number;

export const ZMQ_POLLOUT: number;

export const ZMQ_PUB: number;

export const ZMQ_PULL: number;

export const ZMQ_PUSH: number;

export const ZMQ_RATE: number;

export const ZMQ_RCVBUF: number;

export const ZMQ_RCVHWM: number;

export const ZMQ_RCVMORE: number;

export const ZMQ_RCVTIMEO: number;

export const ZMQ_RECONNECT_IVL: number;

export const ZMQ_RECONNECT_IVL_MAX: number;

export const ZMQ_RECOVERY_IVL: number;

export const ZMQ_RECOVERY_IVL_MSEC: number;

export const ZMQ_REP: number;

export const ZMQ_REQ: number;

export const ZMQ_ROUTER: number;

export const ZMQ_ROUTER_HANDOVER: number;

export const ZMQ_ROUTER_MANDATORY: number;

export const ZMQ_ROUTER_RAW: number;

export const ZMQ_SNDBUF: number;

export const ZMQ_SNDHWM: number;

export const ZMQ_SNDMORE: number;

export const ZMQ_SNDTIMEO: number;

export const ZMQ_STREAM: number;

export const ZMQ_SUB: number;

export const ZMQ_SUBSCRIBE: number;

export const ZMQ_TCP_ACCEPT_FILTER: number;

export const ZMQ_TCP_KEEPALIVE: number;

export const ZMQ_TCP_KEEPALIVE_CNT: number;

export const ZMQ_TCP_KEEPALIVE_IDLE: number;

export const ZMQ_TCP_KEEPALIVE_INTVL: number;

export const ZMQ_TYPE: number;

export const ZMQ_UNSUBSCRIBE: number;

export const ZMQ_XPUB: number;

export const ZMQ_XPUB_VERBOSE: number;

export const ZMQ_XREP: number;

export const ZMQ_XREQ: number;

export const ZMQ_XSUB: number;

export const ZMQ_ZAP_DOMAIN: number;
