import type { ParsedEndpoint } from '../endpoint/index.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { PeerInfo } from '../events/events.js';
import type { LinkEvents, PeerLink } from '../transport/peer-link.js';
import type { Attempt, LinkFailure, ConnectionEvents, LocalSocket, Transport } from '../transport/transport.js';
import { Backoff } from './backoff.js';
import { clearTimeout, performance, setTimeout, unref } from '../runtime/timers.js';

/** The least time between two attempts, however often this side ends the connection for another one. */
const MIN_RENEWAL_MS = 10;

/** The callbacks of a {@link Dialer}. */
export interface DialerEvents {
  attempting(dialer: Dialer): void;
  opened(dialer: Dialer, peer: PeerInfo): void;
  /** As `ConnectionEvents.reserve`. */
  reserve(dialer: Dialer): () => void;
  /** @returns what stands above the link from now on. */
  established(dialer: Dialer, link: PeerLink): LinkEvents;
  failed(dialer: Dialer, failure: LinkFailure): void;
  /** The next attempt follows after this many milliseconds; the error is the reason. */
  retrying(dialer: Dialer, interval: number, error: Error | undefined): void;
}

/**
 * Keeps one connected endpoint connected.
 *
 * ```
 *              opened, established
 *   dialing ──────────────────> linked
 *    ^   │ failed                 │ lost
 *    │   v                        │
 *   waiting <─────────────────────┘         stop: from everywhere, for good
 * ```
 */
export class Dialer implements ConnectionEvents {
  readonly endpoint: string;
  readonly #transport: Transport;
  readonly #parsed: ParsedEndpoint;
  readonly #local: LocalSocket;
  readonly #watcher: DialerEvents;
  readonly #backoff: Backoff;
  #attempt: Attempt | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  /** When the last attempt began. */
  #dialedAt = -Infinity;

  constructor(transport: Transport, endpoint: ParsedEndpoint, local: LocalSocket, watcher: DialerEvents) {
    this.endpoint = endpoint.text;
    this.#transport = transport;
    this.#parsed = endpoint;
    this.#local = local;
    this.#watcher = watcher;
    this.#backoff = new Backoff(local.options);
  }

  /** Whether the attempt waits for a listener, instead of failing. */
  get waitsForBind(): boolean {
    return this.#transport.waitsForBind;
  }

  start(): void {
    this.#timer = undefined;
    if (this.#stopped) return;
    this.#dialedAt = performance.now();
    this.#watcher.attempting(this);
    this.#attempt = this.#transport.dial(this.#parsed, this.#local, this);
  }

  /** The link that was established is gone. */
  lost(error: Error | undefined): void {
    // A peer that violates the protocol will most likely do so again.
    this.#again(error instanceof ZMQError && error.code === 'EPROTO' ? 'refused' : 'unreachable', error);
  }

  /** The link that was established was ended by this side, which needs another one now. */
  renew(error: Error | undefined): void {
    if (this.#stopped) return;
    const interval = Math.max(0, Math.ceil(this.#dialedAt + MIN_RENEWAL_MS - performance.now()));
    this.#watcher.retrying(this, interval, error);
    this.#wait(interval);
  }

  /** Stops making attempts. An established link is not affected. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#attempt?.abort();
    this.#attempt = undefined;
  }

  opened(peer: PeerInfo): void {
    this.#watcher.opened(this, peer);
  }

  reserve(): () => void {
    return this.#watcher.reserve(this);
  }

  established(link: PeerLink): LinkEvents {
    this.#attempt = undefined;
    this.#backoff.reset();
    return this.#watcher.established(this, link);
  }

  failed(failure: LinkFailure): void {
    this.#attempt = undefined;
    this.#watcher.failed(this, failure);
    this.#again(failure.kind, failure.error);
  }

  #again(kind: LinkFailure['kind'], error: Error | undefined): void {
    if (this.#stopped) return;
    const interval = this.#backoff.next(kind);
    if (interval === Infinity) return;
    this.#watcher.retrying(this, interval, error);
    this.#wait(interval);
  }

  #wait(interval: number): void {
    this.#timer = setTimeout(() => this.start(), interval);
    unref(this.#timer);
  }
}
