import { once as onceOf } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, onTestFinished, vi } from 'vitest';
import type { SocketEventName, SocketEvents, ZMQContext } from '@zeromq-ts/core';
import type { EngineSocket, Message } from '@zeromq-ts/core/spi';
import { CONFLATE_OPTIONS, coreOf, DuplexSocket } from '@zeromq-ts/core/spi';
import type { RfcSocketType } from '@zeromq-ts/testing';
import { definitionOf } from '@zeromq-ts/testing';
import { DEALER_OPTIONS } from '../../../dealerrouter/src/dealer-options.js';
import { ROUTER_OPTIONS } from '../../../dealerrouter/src/router-options.js';
import { INVERT_MATCHING_OPTIONS } from '../../../pubsub/src/invert-matching-options.js';
import { PUBLISHER_OPTIONS } from '../../../pubsub/src/publisher-options.js';
import { XPUBLISHER_OPTIONS } from '../../../pubsub/src/xpublisher-options.js';
import { REQUEST_OPTIONS } from '../../../reqrep/src/request-options.js';
import { libzmq } from '../../src/libzmq.js';

/** Of the types of which the tests change options; the patterns are above this package. */
const OPTIONS: Partial<Record<RfcSocketType, object>> = {
  REQ: REQUEST_OPTIONS,
  DEALER: DEALER_OPTIONS,
  ROUTER: ROUTER_OPTIONS,
  PUSH: CONFLATE_OPTIONS,
  PULL: CONFLATE_OPTIONS,
  PUB: PUBLISHER_OPTIONS,
  SUB: { ...CONFLATE_OPTIONS, ...INVERT_MATCHING_OPTIONS },
  XPUB: XPUBLISHER_OPTIONS,
};

type TestOptions = Record<string, unknown> & { context?: ZMQContext };

/** A socket of any type on this engine: what patterns add to it is not there, so all of it is open to a test. */
export class TestSocket extends DuplexSocket {
  readonly seen: string[] = [];
  #watchers = 0;

  constructor(type: RfcSocketType, options: TestOptions = {}) {
    super({ ...definitionOf(type, `Test${type}`), options: OPTIONS[type] ?? {} }, undefined, {
      engine: libzmq,
      ...options,
    });
    open.add(this);
    for (const name of NAMES) this.on(name, () => this.seen.push(name));
  }

  get inside(): EngineSocket {
    return coreOf(this).engine;
  }

  /** Resolves with the next event of this name. */
  next<N extends SocketEventName>(name: N): Promise<SocketEvents[N]> {
    return new Promise((resolve) => {
      // Watching makes the engine report at once.
      if (this.#watchers++ === 0) this.inside.watch(true);
      this.once(name, (event) => {
        if (--this.#watchers === 0) this.inside.watch(false);
        resolve(event);
      });
    });
  }

  /** Resolves when the engine says that a message can be taken; it is not taken. */
  async fetched(): Promise<void> {
    const told = vi.spyOn(coreOf(this).receiver, 'pump');
    this.inside.awaitReadable('steady');
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 20_000, interval: 1 });
    this.inside.awaitReadable('none');
    told.mockRestore();
  }

  /** Resolves with the text of the next message. */
  async text(): Promise<string> {
    return String(await this.receive({ timeout: 20_000 }));
  }
}

const NAMES: readonly SocketEventName[] = [
  'accepted',
  'connected',
  'connect-retried',
  'disconnected',
  'handshake-succeeded',
  'handshake-failed',
  'dropped',
];

const open = new Set<TestSocket>();

afterEach(async () => {
  await Promise.all([...open].map((each) => each.close({ linger: 0 })));
  open.clear();
});

/** Opens a socket that is closed after the test. */
export function socket(type: RfcSocketType, options?: TestOptions): TestSocket {
  return new TestSocket(type, options);
}

/** Opens two sockets, one bound and one connected, and waits until they know each other. */
export async function pair(
  binder: RfcSocketType | TestSocket,
  connecter: RfcSocketType | TestSocket,
  endpoint = 'tcp://127.0.0.1:*',
): Promise<[TestSocket, TestSocket]> {
  const bound = typeof binder === 'string' ? socket(binder) : binder;
  const connected = typeof connecter === 'string' ? socket(connecter) : connecter;
  connected.connect(await bound.bind(endpoint));
  await Promise.all([bound.connected({ timeout: 20_000 }), connected.connected({ timeout: 20_000 })]);
  return [bound, connected];
}

/** Polls for a message that has arrived already. */
export async function taken(from: TestSocket, turns = 1000): Promise<Message | undefined> {
  for (let left = turns; left > 0; left--) {
    const message = from.tryReceive();
    if (message !== undefined) return message;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return undefined;
}

/** A TCP server that is no ZeroMQ socket; resolves to its endpoint. */
export async function foreignServer(listener: (server: Server) => void): Promise<string> {
  const server = createServer();
  listener(server);
  server.listen(0, '127.0.0.1');
  await onceOf(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? `tcp://127.0.0.1:${address.port}` : '';
}
