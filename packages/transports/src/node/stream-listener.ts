import type { ListenOptions, Server, ServerOpts, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Listener, ListenerEvents, LocalSocket, PeerInfo } from '@zeromq-ts/core/spi';
import { ignore } from '../stream/graceful-close.js';
import { HalfOpenConnections } from '../stream/half-open-limit.js';
import { SocketReader } from './socket-reader.js';
import type { StreamProtocol } from './stream-protocol.js';
import { framingOf } from '../raw/raw-framing.js';
import { StreamHandshake } from '../stream/stream-handshake.js';
import { setImmediate } from '@zeromq-ts/core/spi';

/**
 * The maximum number of connections accepted per turn of the event loop. To accept costs little and to begin a
 * handshake much, and while this process does the one, the queue of the system (`backlog`) fills up: what it drops then
 * comes back a second later at the earliest, and then after twice the time each.
 */
const MAX_ACCEPTS_PER_TURN = 16;
/** Connections that may have been accepted and not taken up. */
const MAX_PENDING_ACCEPTS = 1024;

/** The parameters of a listener. */
export interface ListenSpec {
  readonly family: StreamProtocol;
  readonly accept: ServerOpts;
  readonly listen: ListenOptions;
  readonly local: LocalSocket;
  readonly watcher: ListenerEvents;
  /** The real endpoint, as text, of a server that listens. */
  endpointOf(server: Server): string;
  /** Gives back what else belongs to the place, just before it is no longer listened on. */
  release?(): void;
}

/**
 * Listens on one place.
 *
 * @throws the error of the system, as a rejection.
 */
export function listenOnStream(place: ListenSpec): Promise<Listener> {
  const server = createServer({ ...place.accept, allowHalfOpen: true, pauseOnConnect: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.listen, () => {
      server.off('error', reject);
      resolve(new StreamListener(server, place));
    });
    server.unref();
  });
}

/**
 * The same over a handle that is bound, done when it returns.
 *
 * @throws an error with the code `EADDRINUSE` when the address is in use, which the system tells only now.
 */
export function listenOnHandle(place: ListenSpec, handle: object): Listener {
  const server = createServer({ ...place.accept, allowHalfOpen: true, pauseOnConnect: true });
  server.on('error', ignore);
  server.listen(handle, place.listen.backlog);
  server.unref();
  if (!server.listening) throw Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' });
  server.off('error', ignore);
  return new StreamListener(server, place);
}

/**
 * The same at a path, done when it returns.
 *
 * @returns `undefined` when the system has refused.
 */
export function listenOnPath(place: ListenSpec): Listener | undefined {
  const server = createServer({ ...place.accept, allowHalfOpen: true, pauseOnConnect: true });
  // The error comes later.
  server.on('error', ignore);
  server.listen(place.listen);
  server.unref();
  if (!server.listening) return undefined;
  server.off('error', ignore);
  return new StreamListener(server, place);
}

class StreamListener implements Listener {
  readonly endpoint: string;
  readonly #server: Server;
  readonly #place: ListenSpec;
  readonly #handshakes = new HalfOpenConnections<StreamHandshake>();
  /** Connections that have been accepted, and of which nothing has been read. */
  readonly #arrivals: Socket[] = [];
  #closed: Promise<void> | undefined;

  constructor(server: Server, place: ListenSpec) {
    this.#server = server;
    this.#place = place;
    this.endpoint = place.endpointOf(server);
    server.on('connection', this.#onConnection);
    // Without free descriptors, libuv accepts and closes waiting connections; we can only free some.
    server.on('error', this.#makeRoom);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    server.off('connection', this.#onConnection);
    server.off('error', this.#makeRoom);
    server.on('error', ignore);
    this.#place.release?.();
    // The place is free at once; the callback of close would wait for the connections, too.
    server.close();
    for (const accepted of this.#arrivals.splice(0)) accepted.destroy();
    for (const handshake of this.#handshakes) handshake.abort();
    await new Promise((resolve) => setImmediate(resolve));
  }

  readonly #onConnection = (accepted: Socket): void => {
    accepted.on('error', ignore);
    accepted.unref();
    if (this.#arrivals.push(accepted) === 1) setImmediate(this.#takeUp);
    else if (this.#arrivals.length > MAX_PENDING_ACCEPTS) this.#begin(this.#arrivals.shift() as Socket);
  };

  readonly #takeUp = (): void => {
    for (const accepted of this.#arrivals.splice(0, MAX_ACCEPTS_PER_TURN)) this.#begin(accepted);
    if (this.#arrivals.length > 0) setImmediate(this.#takeUp);
  };

  #begin(accepted: Socket): void {
    if (this.#closed !== undefined) {
      accepted.destroy();
      return;
    }
    const { family, local, watcher } = this.#place;
    const source = new SocketReader();
    const socket = source.takeOver(accepted);
    socket.on('error', ignore);
    socket.unref();
    const { endpoint } = this;
    const peer: PeerInfo = { address: family.addressOf(socket, endpoint) };
    const handshake = new StreamHandshake(
      { socket, source, local, peer, endpoint, framing: framingOf(local) },
      watcher.accepted(peer),
      this.#onOver,
    );
    if (this.#closed !== undefined) {
      // That was the answer to the news.
      socket.destroy();
      return;
    }
    this.#handshakes.add(handshake);
    handshake.begin();
  }

  readonly #makeRoom = (): void => this.#handshakes.makeRoom();

  readonly #onOver = (handshake: StreamHandshake): void => {
    this.#handshakes.delete(handshake);
  };
}
