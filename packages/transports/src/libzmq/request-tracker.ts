import type { SocketEventName } from '@zeromq-ts/core/spi';
import { setTimeout } from '@zeromq-ts/core/spi';
import { MAX_PROCESS_INTERVAL_MS } from './command-processor.js';
import { RequestOrder } from './request-order.js';

/** What a {@link RequestTracker} needs of its socket. */
export interface RequestTrackerHost {
  /** The number of requests sent so far. */
  sent(): number;
  closed(): boolean;
  /** Whether a lost connection does not mean a lost request: its peer is not known, or can reply over the next one. */
  mayStillReply(): boolean;
  /** No reply to the last request can arrive. */
  requestLost(): void;
}

/** Of a REQ: over which connection the last request was sent, and whether that connection is still there. */
export class RequestTracker {
  readonly #host: RequestTrackerHost;
  readonly #order = new RequestOrder();
  /** Endpoints whose handshake has succeeded since the connections were replaced. */
  readonly #established = new Set<string>();
  #correlated = false;
  /** A handshake has succeeded, now or before. */
  #met = false;
  /** How many requests had been sent when the last of them was answered or given up. */
  #settled = 0;

  constructor(host: RequestTrackerHost) {
    this.#host = host;
  }

  /** Whether the last request has an id, by which its reply is known. */
  get correlated(): boolean {
    return this.#correlated;
  }

  /** Whether there has ever been a peer, as far as libzmq has told by now. */
  get met(): boolean {
    return this.#met;
  }

  /** Whether the connection over which the last request was sent is there, as far as libzmq has told by now. */
  get connectedToAsked(): boolean {
    const asked = this.#order.asked(this.#host.sent());
    return asked === undefined ? this.#established.size > 0 : this.#established.has(asked);
  }

  /** Whether the last request has been neither answered nor given up. */
  get pending(): boolean {
    return this.#host.sent() > this.#settled;
  }

  /** The last request was answered or given up. */
  settle(): void {
    this.#settled = this.#host.sent();
  }

  /** A request is about to be sent. */
  begin(correlated: boolean): void {
    this.#correlated = correlated;
  }

  /** An endpoint has been connected. */
  connected(endpoint: string): void {
    this.#order.add(endpoint, this.#host.sent());
  }

  /** An endpoint is about to be disconnected. */
  disconnecting(endpoint: string): void {
    const sent = this.#host.sent();
    const asked = this.#order.asked(sent) === endpoint;
    this.#order.remove(endpoint, sent);
    this.#established.delete(endpoint);
    if (asked) this.#lose(sent, 0);
  }

  event(name: SocketEventName, endpoint: string | undefined): void {
    if (endpoint === undefined) return;
    if (name === 'handshake-succeeded') {
      this.#met = true;
      this.#established.add(endpoint);
    }
    if (name !== 'disconnected' || !this.#established.delete(endpoint)) return;
    const sent = this.#host.sent();
    if (this.#host.mayStillReply() || this.#order.asked(sent) !== endpoint) return;
    // The reply may have come just before, and be on its way through libzmq.
    this.#lose(sent, MAX_PROCESS_INTERVAL_MS);
  }

  /** All connections are about to be replaced. @returns the endpoints, in the order in which to connect them again. */
  beginReplacement(): readonly string[] {
    this.#established.clear();
    return [...this.#order.begin(this.#host.sent())];
  }

  endReplacement(): void {
    this.#order.begin(this.#host.sent());
  }

  /** Reports the request with this number as lost, if it is still the last one after the delay. */
  #lose(sent: number, delayMs: number): void {
    setTimeout(() => {
      if (!this.#host.closed() && this.#host.sent() === sent) this.#host.requestLost();
    }, delayMs).unref();
  }
}
