import { binaryKey } from '@zeromq-ts/core/spi';
import type { SocketPeer } from '@zeromq-ts/core';

/** Answers to heartbeats of one worker from one look for silent workers to the next. */
const MAX_HEARTBEATS = 1000;
/** Messages that wait for a peer, beyond which it gets no answers. */
const MAX_QUEUED = 1000;

/**
 * Which messages of peers are answered. A pool has no high-water mark, because a ROUTER would drop jobs there: a peer that
 * sends and does not read must not make any number of answers wait for it.
 */
export class Answers {
  /** Those that were sent REGISTER. One answer is enough: a worker that registers twice has forgotten its jobs. */
  readonly #told = new Set<string>();
  /** How many heartbeats of each worker were answered. */
  readonly #heartbeats = new Map<string, number>();
  /** Those that do not read. */
  readonly #full = new Set<string>();

  /** @param key The routing id, as `binaryKey` makes it. @returns whether REGISTER is sent to a peer that is no worker. */
  register(key: string): boolean {
    if (this.#told.has(key) || this.#full.has(key)) return false;
    this.#told.add(key);
    return true;
  }

  /** It is sent REGISTER again when the pool has given it up. */
  registered(key: string): void {
    this.#told.delete(key);
  }

  /** @returns whether a heartbeat of a worker is answered. */
  heartbeat(key: string): boolean {
    const count = this.#heartbeats.get(key) ?? 0;
    if (count >= MAX_HEARTBEATS || this.#full.has(key)) return false;
    this.#heartbeats.set(key, count + 1);
    return true;
  }

  /** Starts counting again, at each look for silent workers. @param peers Those of the ROUTER. */
  renew(peers: readonly SocketPeer[]): void {
    this.#told.clear();
    this.#heartbeats.clear();
    this.#full.clear();
    for (const peer of peers) {
      // The engine libzmq does not report it.
      if ((peer.stats().queuedOutgoing ?? 0) < MAX_QUEUED || peer.routingId === undefined) continue;
      this.#full.add(binaryKey(peer.routingId));
    }
  }
}
