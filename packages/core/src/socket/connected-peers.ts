import type { SocketEventName } from '../events/events.js';

/** The number of connected peers of a socket, and the reason why there is none. */
export class ConnectedPeers {
  #count = 0;
  /** Why the last connection or handshake has failed, until one succeeds. */
  #failure: Error | undefined;

  get count(): number {
    return this.#count;
  }

  /** Why no peer is connected, if none is and the reason is known. */
  failure(): Error | undefined {
    return this.#count === 0 ? this.#failure : undefined;
  }

  /** To be called for each event of the engine. */
  event(name: SocketEventName, error: Error | undefined): void {
    if (name === 'handshake-succeeded') {
      this.#count++;
      this.#failure = undefined;
    } else if (name === 'disconnected') {
      this.#count--;
    } else if (name === 'connect-retried' || name === 'handshake-failed') {
      this.#failure = error ?? this.#failure;
    }
  }

  /** An endpoint was disconnected: the failure may have been one of it. */
  forgetFailure(): void {
    this.#failure = undefined;
  }
}
