import type { PeerInfo } from '@zeromq-ts/core';
import type { Envelope } from './wire.js';

/** A request that has been read, and whose call has not begun. */
export interface WaitingCall {
  readonly key: string;
  /** The routing id of its client, as `binaryKey` makes it. */
  readonly client: string;
  readonly request: Envelope;
  readonly peer: PeerInfo | undefined;
}

/**
 * Requests beyond `maxConcurrentCalls`. Clients have their turn one after the other, as a ROUTER reads from them; the
 * requests of one client are in the order in which they came.
 */
export class WaitingCalls {
  /** By client, and then by key. No client without a request. */
  readonly #clients = new Map<string, Map<string, WaitingCall>>();

  add(call: WaitingCall): void {
    const calls = this.#clients.get(call.client);
    if (calls === undefined) this.#clients.set(call.client, new Map([[call.key, call]]));
    else calls.set(call.key, call);
  }

  has(client: string, key: string): boolean {
    return this.#clients.get(client)?.has(key) ?? false;
  }

  /** How many requests of a client wait. */
  of(client: string): number {
    return this.#clients.get(client)?.size ?? 0;
  }

  /** @returns whether it was waiting. */
  delete(client: string, key: string): boolean {
    const calls = this.#clients.get(client);
    if (calls === undefined || !calls.delete(key)) return false;
    if (calls.size === 0) this.#clients.delete(client);
    return true;
  }

  /** Drops those that came over a connection. @returns how many there were. */
  drop(peer: PeerInfo): number {
    let dropped = 0;
    for (const [client, calls] of this.#clients) {
      for (const call of calls.values()) if (call.peer === peer && this.delete(client, call.key)) dropped++;
    }
    return dropped;
  }

  clear(): void {
    this.#clients.clear();
  }

  /** Takes the next one; `undefined` when none waits. */
  take(): WaitingCall | undefined {
    for (const [client, calls] of this.#clients) {
      for (const call of calls.values()) {
        this.#clients.delete(client);
        calls.delete(call.key);
        // Its next turn comes after that of all others.
        if (calls.size > 0) this.#clients.set(client, calls);
        return call;
      }
    }
    return undefined;
  }
}
