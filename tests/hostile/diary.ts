import type { SocketEventName, SocketEvents, ZMQSocket } from '@zeromq-ts/core';
import { News } from './news.js';

type Entry = { [N in SocketEventName]: { readonly name: N; readonly event: SocketEvents[N] } }[SocketEventName];

const NAMES: readonly SocketEventName[] = [
  'accepted',
  'connected',
  'connect-retried',
  'disconnected',
  'handshake-succeeded',
  'handshake-failed',
  'dropped',
];

/** What the events of a socket have told, in order. */
export class Diary {
  readonly entries: Entry[] = [];
  readonly #news = new News();

  constructor(socket: ZMQSocket) {
    for (const name of NAMES) {
      socket.on(name, (event) => {
        this.entries.push({ name, event } as Entry);
        this.#news.tell();
      });
    }
  }

  all<N extends SocketEventName>(name: N): SocketEvents[N][] {
    return this.entries.filter((entry) => entry.name === name).map(({ event }) => event as SocketEvents[N]);
  }

  /** The event of this name and number, as soon as there is one. */
  async next<N extends SocketEventName>(name: N, index = 0): Promise<SocketEvents[N]> {
    await this.#news.until(`the event ${name}, number ${index}`, () => this.all(name).length > index);
    return this.all(name)[index] as SocketEvents[N];
  }

  /** What the error of an event says. */
  async why(name: SocketEventName, index = 0): Promise<string> {
    const { error } = await this.next(name, index);
    return error?.message ?? 'no error';
  }
}
