import type { EventEmitter } from 'node:events';
import type { Server } from 'node:net';
import { Message, type MessageInput, toOutgoing, type WaitOptions, ZMQError } from '@zeromq-ts/core/spi';
import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import type { SocketEventName, SocketListener } from '@zeromq-ts/core';
import { PendingCall } from '../socket/pending-call.js';
import type { InnerSocket } from '../socket/inner-socket.js';
import { boundEndpoint, netAddress } from './net-address.js';
import { StreamPeer } from './stream-peer.js';

interface Connecting {
  readonly endpoint: string;
  readonly id: Buffer;
  peer: StreamPeer | undefined;
  retry: ReturnType<typeof setTimeout> | undefined;
}

interface StreamOptions {
  linger?: number;
  notify?: boolean;
  ipv6?: boolean;
  reconnectInterval?: number;
  receiveHighWaterMark?: number;
}

// Not imported: a bundle that is an ES module has no require().
const { EventEmitter: Emitter } = process.getBuiltinModule('node:events');
const { createConnection, createServer } = process.getBuiltinModule('node:net');

/** The default of `receiveHighWaterMark`, in messages. */
const DEFAULT_MARK = 1000;

let ids = 0;

/**
 * STREAM: raw connections, without ZMTP. Messages have two frames, the id of the peer and bytes; to send no bytes closes the
 * connection, and with `notify`, its beginning and its end are received as messages without bytes.
 */
export class StreamSocket implements InnerSocket {
  readonly type = 'STREAM';
  closed = false;
  endpoint: string | null = null;
  readonly #options: StreamOptions;
  readonly #events: EventEmitter = new Emitter();
  readonly #servers = new Map<string, Server>();
  readonly #connecting: Connecting[] = [];
  readonly #peers = new Map<string, StreamPeer>();
  readonly #incoming: Message[] = [];
  #reading: PendingCall<Message> | undefined;

  constructor(options: StreamOptions) {
    this.#options = { ...options };
  }

  get readable(): boolean {
    return this.#incoming.length > 0;
  }

  get writable(): boolean {
    return true;
  }

  on<N extends SocketEventName>(event: N, listener: SocketListener<N>): this {
    this.#events.on(event, listener);
    return this;
  }

  setOption(name: string, value: unknown): void {
    (this.#options as Record<string, unknown>)[name] = value;
  }

  async bind(endpoint: string): Promise<string> {
    const server = createServer((socket) => {
      socket.setNoDelay(true);
      this.#events.emit('accepted', { endpoint: bound });
      this.#opened(new StreamPeer(nextId(), bound, socket));
    });
    let bound = endpoint;
    try {
      const address = netAddress(endpoint, this.#anyHost);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(address, resolve);
      });
    } catch (cause) {
      const error = cause instanceof ZMQError ? cause : systemError(cause, endpoint);
      this.#events.emit('bind-failed', { endpoint, error });
      throw error;
    }
    server.unref();
    bound = boundEndpoint(server);
    this.#servers.set(bound, server);
    if (bound !== endpoint) this.#servers.set(endpoint, server);
    this.endpoint = bound;
    this.#events.emit('listening', { endpoint: bound });
    return bound;
  }

  async unbind(endpoint: string): Promise<void> {
    const server = this.#servers.get(endpoint);
    if (server === undefined) throw notThere(endpoint, 'bound');
    for (const [name, each] of this.#servers) {
      if (each !== server) continue;
      this.#servers.delete(name);
      this.#dismiss(name);
    }
    server.close();
    this.#events.emit('closed', { endpoint });
  }

  connect(endpoint: string, options?: { readonly routingId: Uint8Array }): void {
    netAddress(endpoint, this.#anyHost);
    const id = options === undefined ? nextId() : Buffer.from(options.routingId);
    const connecting: Connecting = { endpoint, id, peer: undefined, retry: undefined };
    this.#connecting.push(connecting);
    this.endpoint = endpoint;
    this.#dial(connecting);
  }

  disconnect(endpoint: string): void {
    const index = this.#connecting.findIndex((each) => each.endpoint === endpoint);
    const [connecting] = index === -1 ? [] : this.#connecting.splice(index, 1);
    if (connecting === undefined) throw notThere(endpoint, 'connected');
    clearTimeout(connecting.retry);
    this.#dismiss(endpoint);
  }

  trySend(message: MessageInput): boolean {
    const { peer, body } = this.#addressed(message);
    if (peer.socket.writableNeedDrain && body.length > 0) return false;
    this.#write(peer, body);
    return true;
  }

  async send(message: MessageInput, options?: WaitOptions): Promise<boolean> {
    const { peer, body } = this.#addressed(message);
    if (peer.socket.writableNeedDrain && body.length > 0) {
      await roomOf(peer.socket, options?.signal);
      return this.send(message, options);
    }
    this.#write(peer, body);
    return true;
  }

  tryReceive(): Message | undefined {
    const message = this.#incoming.shift();
    if (message !== undefined && this.#incoming.length === Math.floor((this.#limit - 1) / 2)) this.#resume();
    return message;
  }

  receive(options?: WaitOptions): Promise<Message> {
    const message = this.tryReceive();
    if (message !== undefined) return Promise.resolve(message);
    const reading = new PendingCall<Message>(-1, () => {});
    this.#reading = reading;
    reading.hold();
    options?.signal?.addEventListener('abort', () => {
      if (reading.settled) return;
      this.#reading = undefined;
      reading.reject(options.signal?.reason);
    });
    return reading.promise;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.#reading?.reject(new ZMQError('ENOTSOCK', 'This STREAM is closed.'));
    for (const endpoint of this.#servers.keys()) {
      this.#servers.get(endpoint)?.close();
      this.#events.emit('closed', { endpoint });
    }
    for (const { retry } of this.#connecting.splice(0)) clearTimeout(retry);
    const linger = this.#options.linger ?? Infinity;
    await Promise.all([...this.#peers.values()].map((peer) => end(peer, linger)));
    this.#events.emit('closed', {});
  }

  get #anyHost(): string {
    return this.#options.ipv6 === true ? '::' : '0.0.0.0';
  }

  get #limit(): number {
    return (this.#options.receiveHighWaterMark ?? DEFAULT_MARK) || Infinity;
  }

  #dial(connecting: Connecting): void {
    const { endpoint, id } = connecting;
    const socket = createConnection(netAddress(endpoint, 'localhost'));
    const peer = new StreamPeer(id, endpoint, socket);
    connecting.peer = peer;
    // What is sent before the connection is there waits for it.
    this.#peers.set(peer.key, peer);
    socket.setNoDelay(true);
    socket.once('connect', () => {
      this.#events.emit('connected', { endpoint });
      this.#opened(peer);
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      const { reconnectInterval = 100 } = this.#options;
      if (this.closed || peer.dismissed || reconnectInterval === Infinity || !this.#connecting.includes(connecting))
        return;
      this.#events.emit('connect-retried', { endpoint, interval: reconnectInterval });
      connecting.retry = setTimeout(() => this.#dial(connecting), reconnectInterval);
      connecting.retry.unref();
    });
  }

  #opened(peer: StreamPeer): void {
    const { socket } = peer;
    socket.unref();
    this.#peers.set(peer.key, peer);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => this.#take(peer, chunk));
    // A peer that sends no more is done: there is no message for a connection that is half closed.
    socket.once('end', () => socket.end());
    socket.once('close', () => this.#ended(peer));
    this.#notify(peer);
  }

  #ended(peer: StreamPeer): void {
    if (this.#peers.get(peer.key) === peer) this.#peers.delete(peer.key);
    if (this.closed) return;
    this.#events.emit('disconnected', { endpoint: peer.endpoint });
    if (!peer.dismissed) this.#notify(peer);
  }

  #notify(peer: StreamPeer): void {
    if (this.#options.notify !== false) this.#take(peer, Buffer.alloc(0));
  }

  #take(peer: StreamPeer, chunk: Buffer): void {
    if (this.closed) return;
    const message = new Message([Buffer.from(peer.id), chunk]);
    const reading = this.#reading;
    if (reading !== undefined) {
      this.#reading = undefined;
      reading.resolve(message);
      return;
    }
    this.#incoming.push(message);
    if (this.#incoming.length >= this.#limit) for (const { socket } of this.#peers.values()) socket.pause();
  }

  #resume(): void {
    for (const { socket } of this.#peers.values()) socket.resume();
  }

  #addressed(message: MessageInput): { readonly peer: StreamPeer; readonly body: Buffer } {
    const frames = toOutgoing(message);
    if (!Array.isArray(frames) || frames.length !== 2) {
      throw new ZMQError('EINVAL', 'A message of a STREAM has two frames: the id of the peer, and bytes.');
    }
    const [id, body] = (frames as (string | Uint8Array)[]).map((frame) =>
      typeof frame === 'string' ? Buffer.from(frame) : Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength),
    ) as [Buffer, Buffer];
    const peer = this.#peers.get(id.toString('latin1'));
    if (peer === undefined) throw new ZMQError('EHOSTUNREACH', `There is no peer with the id ${id.toString('hex')}.`);
    return { peer, body };
  }

  #write(peer: StreamPeer, body: Buffer): void {
    if (body.length > 0) {
      peer.socket.write(body);
      return;
    }
    peer.dismissed = true;
    this.#peers.delete(peer.key);
    peer.socket.end();
  }

  #dismiss(endpoint: string): void {
    for (const peer of this.#peers.values()) if (peer.endpoint === endpoint) this.#write(peer, Buffer.alloc(0));
  }
}

function nextId(): Buffer {
  const id = Buffer.alloc(5);
  ids = (ids + 1) >>> 0;
  id.writeUInt32BE(ids, 1);
  return id;
}

/** Ends a connection when what was sent has been taken, at the latest after linger. */
function end({ socket }: StreamPeer, linger: number): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) {
      resolve();
      return;
    }
    socket.ref();
    const timer = linger === Infinity ? undefined : setTimeout(() => socket.destroy(), linger);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    if (socket.connecting && socket.writableLength === 0) socket.destroy();
    else socket.end(() => socket.destroy());
  });
}

/** Resolves when a connection has room again, or has closed. */
function roomOf(socket: StreamPeer['socket'], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const off = (): void => {
      socket.off('drain', over);
      socket.off('close', over);
      signal?.removeEventListener('abort', aborted);
    };
    const over = (): void => {
      off();
      resolve();
    };
    const aborted = (): void => {
      off();
      reject(signal?.reason as Error);
    };
    socket.once('drain', over);
    socket.once('close', over);
    signal?.addEventListener('abort', aborted, { once: true });
  });
}

function systemError(cause: unknown, endpoint: string): ZMQError {
  const { code = 'EINVAL', message } = cause as NodeJS.ErrnoException;
  return new ZMQError(code, message, { endpoint, cause });
}

function notThere(endpoint: string, done: string): ZMQError {
  return new ZMQError('ENOENT', `This STREAM is not ${done} to ${endpoint}.`, { endpoint });
}
