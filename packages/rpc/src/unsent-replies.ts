import { clearTimeout, setTimeout, unref } from '@zeromq-ts/core/spi';
import type { ZMQRouter } from '@zeromq-ts/dealerrouter';
import type { ServedClient } from './served-client.js';
import { isFull, type Reply } from './wire.js';

/** How often a reply is offered again to the queue of a client, which was full, in milliseconds. */
const RETRY_INTERVAL_MS = 10;

/**
 * Replies for which the ROUTER, which has the option `mandatory`, had no room: the queue of their client was full. They
 * follow when the client has read; those of a client that has left are dropped.
 */
export class UnsentReplies {
  readonly #socket: ZMQRouter;
  /** Called for each client that has room again, or is gone. */
  readonly #sent: (client: ServedClient) => void;
  /** Those whose queue is full. */
  readonly #clients = new Set<ServedClient>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: ZMQRouter, sent: (client: ServedClient) => void) {
    this.#socket = socket;
    this.#sent = sent;
  }

  /** How many clients have a full queue. */
  get clients(): number {
    return this.#clients.size;
  }

  add(client: ServedClient, reply: Reply): void {
    client.unsent.push(reply);
    this.#clients.add(client);
    this.#watch();
  }

  /** The client is gone: nothing more is sent to it. */
  drop(client: ServedClient): void {
    client.unsent = [];
    client.unsentAnswers = 0;
    if (this.#clients.delete(client)) this.#sent(client);
  }

  /** Offers every reply to the queue of its client. */
  offer(): void {
    for (const client of this.#clients) this.#offer(client);
  }

  #watch(): void {
    this.#timer ??= unref(
      setTimeout(() => {
        this.#timer = undefined;
        this.offer();
        if (this.#clients.size > 0) this.#watch();
      }, RETRY_INTERVAL_MS),
    );
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#clients.clear();
  }

  #offer(client: ServedClient): void {
    let count = 0;
    try {
      for (const reply of client.unsent) {
        if (!this.#socket.trySend(reply)) break;
        count++;
      }
    } catch (error) {
      if (!isFull(error)) return this.drop(client);
    }
    if (count === client.unsent.length) this.drop(client);
    else client.unsent.splice(0, count);
  }
}
