import type { ListenOptions, Server, ServerOpts, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Listener, ListenerWatcher, LocalSocket, PeerInfo } from '@zeromq-ts/core/spi';
import { crowdedOutError } from './connection-errors.js';
import { ignore } from './farewell.js';
import type { StreamFamily } from './stream-family.js';
import { StreamHandshake } from './stream-handshake.js';

/**
 * Handshakes under way at one listener, at the most. Whoever is above it crowds out the one that has taken longest: an
 * honest peer is done within a round trip, so connections that say nothing cannot keep it out.
 */
const LONGEST_QUEUE = 1024;

/** Where to listen, and for whom. */
export interface StreamPlace {
  readonly family: StreamFamily;
  readonly accept: ServerOpts;
  readonly listen: ListenOptions;
  readonly local: LocalSocket;
  readonly watcher: ListenerWatcher;
  /** The real endpoint, as text, of a server that listens. */
  endpointOf(server: Server): string;
  /** Gives back what else belongs to the place, once it is not listened on any more. */
  release?(): void;
}

/**
 * Listens on one place.
 *
 * @throws the error of the system, as a rejection.
 */
export function listenOnStream(place: StreamPlace): Promise<Listener> {
  const server = createServer({ ...place.accept, allowHalfOpen: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.listen, () => {
      server.off('error', reject);
      resolve(new StreamListener(server, place));
    });
    server.unref();
  });
}

class StreamListener implements Listener {
  readonly endpoint: string;
  readonly #server: Server;
  readonly #place: StreamPlace;
  /** In the order in which they began. */
  readonly #handshakes = new Set<StreamHandshake>();
  #closed: Promise<void> | undefined;

  constructor(server: Server, place: StreamPlace) {
    this.#server = server;
    this.#place = place;
    this.endpoint = place.endpointOf(server);
    server.on('connection', this.#onConnection);
    // Without descriptors left, libuv accepts and closes what waits; what we can do is to give some back.
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
    // The place is free at once; the callback of close would wait for the connections, too.
    server.close();
    for (const handshake of this.#handshakes) handshake.abort();
    this.#place.release?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  readonly #onConnection = (socket: Socket): void => {
    const { family, local, watcher } = this.#place;
    socket.on('error', ignore);
    socket.unref();
    const { endpoint } = this;
    const peer: PeerInfo = { address: family.addressOf(socket, endpoint) };
    if (this.#handshakes.size >= LONGEST_QUEUE) this.#makeRoom();
    const handshake = new StreamHandshake({ socket, local, peer, endpoint }, watcher.accepted(peer), this.#onOver);
    if (this.#closed !== undefined) {
      // That was the answer to the news.
      socket.destroy();
      return;
    }
    this.#handshakes.add(handshake);
    handshake.begin();
  };

  readonly #makeRoom = (): void => {
    const [oldest] = this.#handshakes;
    oldest?.fail(crowdedOutError(this.endpoint, LONGEST_QUEUE));
  };

  readonly #onOver = (handshake: StreamHandshake): void => {
    this.#handshakes.delete(handshake);
  };
}
