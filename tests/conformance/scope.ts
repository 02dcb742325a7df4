import type { ZMQSocket } from '@zeromq-ts/core';
import { freshEndpoint } from './fresh-endpoint.js';
import type { Sockets, SocketTypeName, TestOptions } from './socket-classes.js';
import type { Pair, Subject, Transport } from './subject.js';
import { PATIENCE, inTime } from './waiting.js';

export type Order = 'bind first' | 'connect first';

/** Nothing that a test waits for by accident may hang it. */
const BOUNDED: TestOptions = { sendTimeout: PATIENCE, receiveTimeout: PATIENCE, reconnectInterval: 10 };

/** What one test works with: sockets of the pair's two engines over one transport. Everything is closed at its end. */
export class Scope {
  readonly pair: Pair;
  readonly transport: Transport;
  readonly order: Order;
  readonly #sockets: ZMQSocket[] = [];
  readonly #cleanups: (() => unknown)[] = [];

  constructor(pair: Pair, transport: Transport, order: Order) {
    this.pair = pair;
    this.transport = transport;
    this.order = order;
  }

  /** A socket of the engine that binds. */
  binding<T extends SocketTypeName>(type: T, options: TestOptions = {}, endpoint?: string | readonly string[]) {
    return this.#open(this.pair.binder, type, options, endpoint);
  }

  /** A socket of the engine that connects. */
  connecting<T extends SocketTypeName>(type: T, options: TestOptions = {}, endpoint?: string | readonly string[]) {
    return this.#open(this.pair.connecter, type, options, endpoint);
  }

  /** Whether this test's peers are known to be connected: always, but on some engines not over inproc. */
  get knowsPeers(): boolean {
    return this.transport !== 'inproc' || this.pair.binder.capabilities.inprocPeers;
  }

  endpoint(): Promise<string> {
    return this.pair.binder.endpoint(this.transport);
  }

  endpointOf(transport: Transport): Promise<string> {
    return freshEndpoint(transport);
  }

  /** Binds one socket and connects the others to it, in the order of this test, and waits until all are connected. */
  async join(binder: ZMQSocket, ...connecters: readonly ZMQSocket[]): Promise<string> {
    const endpoint = await this.attach(binder, ...connecters);
    await this.connected(binder, ...connecters);
    return endpoint;
  }

  /** As `join`, but does not wait for the connections. */
  async attach(binder: ZMQSocket, ...connecters: readonly ZMQSocket[]): Promise<string> {
    const endpoint = await this.endpoint();
    if (this.order === 'bind first') await binder.bind(endpoint);
    for (const connecter of connecters) connecter.connect(endpoint);
    if (this.order === 'connect first') await binder.bind(endpoint);
    return endpoint;
  }

  /** Waits until one socket has all the others as peers, and each of them has one. */
  async connected(binder: ZMQSocket, ...connecters: readonly ZMQSocket[]): Promise<void> {
    await binder.connected({ peers: connecters.length, timeout: PATIENCE });
    for (const connecter of connecters) await connecter.connected({ timeout: PATIENCE });
  }

  /** Runs something when the test is over, whatever came of it. */
  defer(cleanup: () => unknown): void {
    this.#cleanups.push(cleanup);
  }

  /** Closes what the test has opened. */
  async close(): Promise<void> {
    await inTime(
      'closing the sockets of a test',
      Promise.all(this.#sockets.map((socket) => socket.close({ linger: 0 }))),
    );
    for (const cleanup of this.#cleanups.toReversed()) await cleanup();
  }

  #open<T extends SocketTypeName>(
    subject: Subject,
    type: T,
    options: TestOptions,
    endpoint: string | readonly string[] | undefined,
  ): Sockets[T] {
    const socket = subject.create(type, endpoint, { ...BOUNDED, ...options });
    this.#sockets.push(socket);
    return socket;
  }
}
