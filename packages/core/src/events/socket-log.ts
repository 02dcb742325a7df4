import type { SocketEventName, SocketEvents } from './events.js';

/** Takes the events of all sockets, each with the name of its socket. */
export type EventLog = (socket: string, name: SocketEventName, event: SocketEvents[SocketEventName]) => void;

let log: EventLog | undefined;

/** Sends the events of all sockets there from now on. How they are written is not here: most pages have no log. */
export function setEventLog(to: EventLog | undefined): void {
  log = to;
}

/** Names one socket in the log. */
export class SocketLog {
  static #count = 0;
  readonly #type: string;
  #number = 0;

  constructor(type: string) {
    this.#type = type;
  }

  event<N extends SocketEventName>(name: N, event: SocketEvents[N]): void {
    if (log === undefined) return;
    if (this.#number === 0) this.#number = ++SocketLog.#count;
    log(`${this.#type}#${this.#number}`, name, event);
  }
}
