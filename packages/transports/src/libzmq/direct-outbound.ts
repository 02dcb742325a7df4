import type { Outgoing, SocketCounters } from '@zeromq-ts/core/spi';
import { byteLength } from '@zeromq-ts/core/spi';
import type { NativeSocketState } from './native-socket-state.js';
import { toParts } from './native-parts.js';
import type { Outbound } from './outbound.js';

/**
 * Sending of the types that never wait: PUB, XPUB and ROUTER drop what has no room or no taker, REP answers only to
 * who has asked, and XSUB tells everybody. What libzmq drops it does not tell.
 */
export class DirectOutbound implements Outbound {
  readonly #link: NativeSocketState;
  readonly #traffic: SocketCounters;

  constructor(link: NativeSocketState, traffic: SocketCounters) {
    this.#link = link;
    this.#traffic = traffic;
  }

  send(message: Outgoing): boolean {
    this.#link.socket.send(toParts(message)).catch(() => {});
    this.#traffic.messagesSent++;
    this.#traffic.bytesSent += byteLength(message);
    return true;
  }

  canSend(): boolean {
    return true;
  }

  awaitRoom(): void {}

  awaitWritable(): boolean {
    return false;
  }

  close(): void {}
}
