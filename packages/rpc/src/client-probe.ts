import { ZMQError } from '@zeromq-ts/core';
import { clearInterval, setInterval, unref } from '@zeromq-ts/core/spi';
import type { ZMQRouter } from '@zeromq-ts/dealerrouter';
import type { ServedClient } from './served-client.js';
import { END, PROBE_ID } from './wire.js';

/** How often clients with calls under way are probed, in milliseconds. */
const PROBE_INTERVAL_MS = 1000;

/**
 * Finds out which clients have left, where the engine does not say whose connection has ended: it sends to them. A ROUTER with
 * `mandatory` refuses what it has no peer for, and a client ignores a reply whose id it does not know. A REQ would take it for
 * its reply, so that only clients with ids of calls are probed.
 */
export class ClientProbe {
  readonly #socket: ZMQRouter;
  readonly #clients: () => Iterable<ServedClient>;
  readonly #left: (client: ServedClient) => void;
  readonly #timer: ReturnType<typeof setInterval>;

  /**
   * @param socket With the option `mandatory`.
   * @param clients Those with calls under way that have ids.
   * @param left Called for each that has left.
   */
  constructor(socket: ZMQRouter, clients: () => Iterable<ServedClient>, left: (client: ServedClient) => void) {
    this.#socket = socket;
    this.#clients = clients;
    this.#left = left;
    socket.on('disconnected', this.#probe);
    // Also without an event: a call may begin after the connection that it came over has ended.
    this.#timer = unref(setInterval(this.#probe, PROBE_INTERVAL_MS));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.off('disconnected', this.#probe);
  }

  readonly #probe = (): void => {
    // By someone else than its server.
    if (this.#socket.closed) return this.close();
    for (const client of this.#clients()) {
      this.#socket.send([client.routingId, PROBE_ID, '', END]).catch((error: unknown) => {
        if (error instanceof ZMQError && error.code === 'EHOSTUNREACH') this.#left(client);
      });
    }
  };
}
