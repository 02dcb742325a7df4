import { type ZMQSocket, ZMQError } from '@zeromq-ts/core';
import { eachOpenSocket, type ObservedSocket, observedSocket, showValue } from '@zeromq-ts/core/spi';
import { WatchedSocket } from './watched-socket.js';

/** Which sockets: some, or those that a function returns. */
export type SocketsToExpose = Iterable<ZMQSocket> | (() => Iterable<ZMQSocket>);

/** The sockets whose figures are exposed, each with its number. */
export class WatchedSockets {
  readonly #watched = new Map<ObservedSocket, WatchedSocket>();
  readonly #given: SocketsToExpose | undefined;
  readonly #end: () => void;
  #next = 1;

  /**
   * @param given Default: all sockets of this thread.
   * @param own The socket that sends the figures, if there is one: it is not among them.
   * @throws ZMQError `EINVAL` for what is no socket.
   */
  constructor(given: SocketsToExpose | undefined, own?: ZMQSocket) {
    this.#given = given;
    const hidden = own === undefined ? undefined : observedSocket(own);
    this.#end =
      given === undefined
        ? eachOpenSocket((socket) => {
            if (socket !== hidden) this.#watch(socket);
          })
        : () => {};
    // Their events count from now on.
    this.list();
  }

  /** Those that are open now. */
  list(): readonly WatchedSocket[] {
    const current = this.#given === undefined ? undefined : this.#insides();
    for (const inside of current ?? []) if (!inside.closed) this.#watch(inside);
    for (const [inside, each] of this.#watched) {
      if (!inside.closed && current?.has(inside) !== false) continue;
      each.release();
      this.#watched.delete(inside);
    }
    return [...this.#watched.values()];
  }

  release(): void {
    this.#end();
    for (const each of this.#watched.values()) each.release();
    this.#watched.clear();
  }

  #watch(inside: ObservedSocket): void {
    // Closed ones go when no one asks for a list, too: not all processes are looked at.
    if (this.#watched.has(inside)) return;
    const watched = new WatchedSocket(inside, this.#next++, () => this.#watched.delete(inside));
    this.#watched.set(inside, watched);
  }

  #insides(): ReadonlySet<ObservedSocket> {
    const sockets = typeof this.#given === 'function' ? this.#given() : (this.#given ?? []);
    return new Set(Array.from(sockets, (socket) => insideOf(socket)));
  }
}

function insideOf(socket: ZMQSocket): ObservedSocket {
  const inside = observedSocket(socket);
  if (inside !== undefined) return inside;
  throw new ZMQError('EINVAL', `The figures of ${showValue(socket)} cannot be exposed: it is no socket.`);
}
