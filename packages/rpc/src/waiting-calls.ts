import type { PeerInfo } from '@zeromq-ts/core';
import type { CallKey, ServedClient, WaitingCall } from './served-client.js';

/**
 * Requests beyond `maxConcurrentCalls`, and those of clients whose queue of replies is full. Clients have their turn one after
 * the other, as a ROUTER reads from them; the requests of one client are in the order in which they came.
 */
export class WaitingCalls {
  /** Those with a request. */
  readonly #clients = new Set<ServedClient>();

  add(call: WaitingCall): void {
    call.client.waiting.set(call.key, call);
    this.#clients.add(call.client);
  }

  /** @returns whether it was waiting. */
  delete(client: ServedClient, key: CallKey): boolean {
    if (!client.waiting.delete(key)) return false;
    if (client.waiting.size === 0) this.#clients.delete(client);
    return true;
  }

  /** Drops those that came over a connection, or from a client. @returns them. */
  drop(from: PeerInfo | ServedClient): WaitingCall[] {
    const dropped = [...this.#clients].flatMap(({ waiting }) =>
      [...waiting.values()].filter(({ peer, client }) => peer === from || client === from),
    );
    for (const { client, key } of dropped) this.delete(client, key);
    return dropped;
  }

  clear(): void {
    for (const client of this.#clients) client.waiting.clear();
    this.#clients.clear();
  }

  /** Takes the next one; `undefined` when none waits that may begin. */
  take(): WaitingCall | undefined {
    for (const client of this.#clients) {
      // It has to read first.
      if (client.unsent.length > 0) continue;
      for (const call of client.waiting.values()) {
        this.#clients.delete(client);
        client.waiting.delete(call.key);
        // Its next turn comes after that of all others.
        if (client.waiting.size > 0) this.#clients.add(client);
        return call;
      }
    }
    return undefined;
  }
}
