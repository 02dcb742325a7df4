import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { IPC, Scope, TCP } from '@zeromq-ts/testing/conformance';
import type { AnySocket, Sockets, SocketTypeName, TestOptions } from '@zeromq-ts/testing/conformance';
import { zmtp } from '../conformance/subjects/zmtp.js';
import { Bystander } from './bystander.js';
import { Diary } from './diary.js';
import { RawPeer, RawServer } from './raw-peer.js';

const TEST_TIMEOUT = 300_000;
const PAIR = { binder: zmtp, connecter: zmtp };

/**
 * Room for all connections that a test begins at once: of those for which there is none the system drops packets, and
 * tries again after 1, 2, 4 and 8 seconds, which is not what is tested.
 */
const BACKLOG = 4096;

/** How long a message may take to come on a machine that is busy, with an attack. */
const RECEIVE_TIMEOUT = 20_000;

export type ByteTransport = 'tcp' | 'ipc';

/** A socket of ours that is attacked, and what its events tell. */
export interface Victim<S> {
  readonly socket: S;
  readonly endpoint: string;
  readonly diary: Diary;
}

/** What one test of an attack works with. Everything is closed at its end. */
export class Stage {
  readonly transport: ByteTransport;
  readonly #scope: Scope;

  constructor(scope: Scope, transport: ByteTransport) {
    this.#scope = scope;
    this.transport = transport;
  }

  /** A socket that has bound an endpoint, for hostile clients. */
  async binder<T extends SocketTypeName>(
    type: T,
    options: TestOptions = {},
    where = this.transport === 'tcp' ? 'tcp://127.0.0.1:*' : 'ipc://*',
  ): Promise<Victim<Sockets[T]>> {
    const socket = this.#scope.binding(type, { backlog: BACKLOG, receiveTimeout: RECEIVE_TIMEOUT, ...options });
    const endpoint = await socket.bind(where);
    return { socket, endpoint, diary: new Diary(socket) };
  }

  /** A socket that connects to an endpoint, of a hostile server perhaps. */
  connecter<T extends SocketTypeName>(type: T, endpoint: string, options: TestOptions = {}): Victim<Sockets[T]> {
    const socket = this.#scope.connecting(type, { receiveTimeout: RECEIVE_TIMEOUT, ...options });
    const diary = new Diary(socket);
    socket.connect(endpoint);
    return { socket, endpoint, diary };
  }

  /** An honest peer of a socket that has bound, connected and ready. */
  async bystander(victim: Victim<AnySocket>): Promise<Bystander> {
    const peer = this.#scope.connecting(Bystander.typeFor(victim.socket));
    const bystander = new Bystander(victim.socket, peer);
    peer.connect(victim.endpoint);
    await bystander.exchange();
    return bystander;
  }

  /** A hostile client of an endpoint. */
  client(endpoint: string): RawPeer {
    const peer = RawPeer.to(endpoint);
    this.defer(() => peer.destroy());
    return peer;
  }

  /** A hostile server. */
  async server(onPeer?: (peer: RawPeer, index: number) => void | Promise<void>): Promise<RawServer> {
    const server = await RawServer.open(this.transport === 'tcp' ? undefined : this.freshPath(), onPeer);
    this.defer(() => server.close());
    return server;
  }

  /** A path where nothing is, in a directory that goes with the test. */
  freshPath(): string {
    const folder = mkdtempSync(join(tmpdir(), 'zmq-'));
    this.defer(() => rmSync(folder, { recursive: true, force: true }));
    return join(folder, 'socket');
  }

  /** Runs something when the test is over, whatever came of it. */
  defer(cleanup: () => unknown): void {
    this.#scope.defer(cleanup);
  }
}

/** A test of an attack over tcp, or over others as well. */
export function attack(
  title: string,
  run: (stage: Stage) => Promise<void>,
  transports: readonly ByteTransport[] = ['tcp'],
): void {
  for (const transport of transports) {
    it(
      transports.length > 1 ? `${title} [${transport}]` : title,
      async () => {
        await Scope.run(PAIR, transport === 'tcp' ? TCP : IPC, 'bind first', (scope) =>
          run(new Stage(scope, transport)),
        );
      },
      TEST_TIMEOUT,
    );
  }
}
