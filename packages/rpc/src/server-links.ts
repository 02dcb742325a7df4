import type { DealerOptions } from '@zeromq-ts/dealerrouter';
import type { ClientCall } from './client-call.js';
import { RpcError } from './rpc-error.js';
import type { ServerLinkEvents } from './server-link.js';
import { ServerLink } from './server-link.js';

/** How long a client that closes waits until its last messages are handed over, in milliseconds. */
const CLOSE_LINGER_MS = 100;

/** The connections of a client to its servers, one for each endpoint. A lost one is replaced. */
export class ServerLinks {
  readonly #options: DealerOptions;
  readonly #events: ServerLinkEvents;
  readonly #links = new Map<string, ServerLink>();
  /** The same as a list, which is looked through for each call. */
  #list: readonly ServerLink[] = [];
  #closed = false;
  /** Why a server was not reached last. */
  #reason: Error | undefined;

  /** @param options Of the DEALERs. */
  constructor(options: DealerOptions = {}, events: ServerLinkEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Connects to an endpoint, if that was not done before. */
  connect(endpoint: string): void {
    if (!this.#links.has(endpoint)) this.#open(endpoint);
  }

  /** @returns the connection, which is still open; `undefined` when there is none to this endpoint. */
  remove(endpoint: string): ServerLink | undefined {
    const link = this.#links.get(endpoint);
    this.#links.delete(endpoint);
    this.#list = [...this.#links.values()];
    return link;
  }

  /** The connected server with the fewest calls under way, and with fewer than `max`; another one than `not` if there is one. */
  leastBusy(max: number, not: ServerLink | undefined): ServerLink | undefined {
    let best: ServerLink | undefined;
    for (const link of this.#list) {
      if (link.calls.size >= max || !link.ready) continue;
      const better = best === undefined || best === not || (link !== not && link.calls.size < best.calls.size);
      if (better) best = link;
    }
    return best;
  }

  /** The error of a call that has waited this long for a server, in milliseconds. */
  unavailable(timeout: number): RpcError {
    const servers = [...this.#links.keys()].join(', ') || 'none: call connect()';
    const why = this.#reason === undefined ? '' : ` ${this.#reason.message}`;
    const details = this.#reason === undefined ? {} : { cause: this.#reason };
    return new RpcError('UNAVAILABLE', `No server was ready within ${timeout} ms (${servers}).${why}`, details);
  }

  /** Calls that were sent, and have no reply. */
  calls(): ClientCall[] {
    return this.#list.flatMap(({ calls }) => [...calls.values()]);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#links.values()].map((link) => link.socket.close({ linger: CLOSE_LINGER_MS })));
    this.#links.clear();
    this.#list = [];
  }

  #open(endpoint: string): void {
    const link = new ServerLink(
      endpoint,
      { ...this.#options },
      {
        ready: () => {
          this.#reason = undefined;
          this.#events.ready();
        },
        received: (from, message) => this.#events.received(from, message),
        lost: (from, reason) => this.#lost(from, reason),
      },
    );
    for (const event of ['connect-retried', 'handshake-failed', 'connect-delayed'] as const) {
      link.socket.on(event, ({ error }) => {
        this.#reason = error ?? this.#reason;
      });
    }
    this.#links.set(endpoint, link);
    this.#list = [...this.#links.values()];
  }

  #lost(link: ServerLink, reason: Error | undefined): void {
    this.#reason = reason;
    if (this.#closed || this.#links.get(link.endpoint) !== link) return;
    // A socket of its own for the next connection: what the old one has not sent must not be sent by it then.
    this.#open(link.endpoint);
    this.#events.lost(link, reason);
  }
}
