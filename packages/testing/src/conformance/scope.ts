import type { ZMQSocket } from '@zeromq-ts/core';
import { construct } from './socket-classes.js';
import type { Sockets, SocketTypeName, TestOptions } from './socket-classes.js';
import type { Pair, TestedEngine } from './tested-engine.js';
import type { TestedTransport, TransportSetup } from './transports.js';
import { EVENT_TIMEOUT_MS, inTime } from './waiting.js';

/** What is closed at the end of a test. */
interface Closable {
  close(options?: { readonly linger?: number }): Promise<void>;
}

export type Order = 'bind first' | 'connect first';

/** Nothing that a test waits for by accident may hang it. */
export const BOUNDED: TestOptions = {
  sendTimeout: EVENT_TIMEOUT_MS,
  receiveTimeout: EVENT_TIMEOUT_MS,
  reconnectInterval: 10,
};

/** What one test works with: sockets of the pair's two engines over one transport. Everything is closed at its end. */
export class Scope {
  readonly pair: Pair;
  /** The protocol of the transport. */
  readonly transport: string;
  readonly tested: TestedTransport;
  readonly order: Order;
  readonly #sockets: Closable[] = [];
  readonly #cleanups: (() => unknown)[] = [];
  #setup!: TransportSetup;

  private constructor(pair: Pair, tested: TestedTransport, order: Order) {
    this.pair = pair;
    this.transport = tested.protocol;
    this.tested = tested;
    this.order = order;
  }

  /** Runs a test with a scope of its own, and closes what it has opened, whatever came of it. */
  static async run(
    pair: Pair,
    transport: TestedTransport,
    order: Order,
    test: (scope: Scope) => Promise<void>,
  ): Promise<void> {
    const scope = new Scope(pair, transport, order);
    let failed = true;
    try {
      scope.#setup = await transport.setup(scope);
      await test(scope);
      failed = false;
    } finally {
      const closed = scope.#close();
      // Sockets of a test that has failed may wait for what has not come: that says less than its own error.
      await (failed ? closed.catch(() => {}) : closed);
    }
  }

  /** A socket of the engine that binds. */
  binding<T extends SocketTypeName>(type: T, options: TestOptions = {}, endpoint?: string | readonly string[]) {
    return this.#open(this.pair.binder, type, { ...this.#setup.binding, ...options }, endpoint);
  }

  /** A socket of the engine that connects. */
  connecting<T extends SocketTypeName>(type: T, options: TestOptions = {}, endpoint?: string | readonly string[]) {
    return this.#open(this.pair.connecter, type, { ...this.#setup.connecting, ...options }, endpoint);
  }

  /** Closes this socket, too, when the test is over. */
  adopt<S extends Closable>(socket: S): S {
    this.#sockets.push(socket);
    return socket;
  }

  /** Whether this test's peers are known to be connected: always, but on some engines not over inproc. */
  get knowsPeers(): boolean {
    return this.transport !== 'inproc' || this.pair.binder.capabilities.inprocPeers;
  }

  /** An endpoint that no socket has bound, with a fixed address: either side can come first. */
  async endpoint(): Promise<string> {
    return this.#setup.endpoint();
  }

  /** An endpoint for a bind whose real text need not be known before: with a wildcard, if the transport has one. */
  async anyEndpoint(): Promise<string> {
    return this.tested.wildcard ?? this.endpoint();
  }

  /** An endpoint of another transport. */
  async endpointOf(transport: TestedTransport): Promise<string> {
    if (transport === this.tested) return this.endpoint();
    const setup = await transport.setup(this);
    return setup.endpoint();
  }

  /** Binds one socket and connects the others to it, in the order of this test, and waits until all are connected. */
  async join(binder: ZMQSocket<object>, ...connecters: readonly ZMQSocket<object>[]): Promise<string> {
    const endpoint = await this.attach(binder, ...connecters);
    await this.connected(binder, ...connecters);
    return endpoint;
  }

  /** As `join`, but does not wait for the connections. */
  async attach(binder: ZMQSocket<object>, ...connecters: readonly ZMQSocket<object>[]): Promise<string> {
    const endpoint = await this.endpoint();
    if (this.order === 'bind first') await binder.bind(endpoint);
    for (const connecter of connecters) connecter.connect(endpoint);
    if (this.order === 'connect first') await binder.bind(endpoint);
    return endpoint;
  }

  /** Waits until one socket has all the others as peers, and each of them has one. */
  async connected(binder: ZMQSocket<object>, ...connecters: readonly ZMQSocket<object>[]): Promise<void> {
    await binder.connected({ peers: connecters.length, timeout: EVENT_TIMEOUT_MS });
    for (const connecter of connecters) await connecter.connected({ timeout: EVENT_TIMEOUT_MS });
  }

  /** Runs something when the test is over, whatever came of it. */
  readonly defer = (cleanup: () => unknown): void => {
    this.#cleanups.push(cleanup);
  };

  async #close(): Promise<void> {
    try {
      await inTime(
        'closing the sockets of a test',
        Promise.all(this.#sockets.map((socket) => socket.close({ linger: 0 }))),
      );
    } finally {
      for (const cleanup of this.#cleanups.toReversed()) await cleanup();
    }
  }

  #open<T extends SocketTypeName>(
    { engine }: TestedEngine,
    type: T,
    options: TestOptions,
    endpoint: string | readonly string[] | undefined,
  ): Sockets[T] {
    return this.adopt(construct(type, endpoint, { engine, ...BOUNDED, ...options }));
  }
}
