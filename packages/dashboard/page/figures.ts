import type { EventRow, HistoryPoint, PageMessage, PeerRow, ProcessRow, SocketRow } from '../src/page-message.js';

const MOST_EVENTS = 500;
const MOST_POINTS = 300;

/** All figures, as far as they have been sent. */
export class Figures {
  readonly processes = new Map<string, ProcessRow>();
  readonly sockets = new Map<string, SocketRow>();
  readonly peers = new Map<string, PeerRow>();
  /** The newest last. */
  events: readonly EventRow[] = [];
  history: readonly HistoryPoint[] = [];
  /** The clock of the server, in milliseconds since 1970, at the last message. */
  now = 0;

  take(message: PageMessage): void {
    const tables = [this.processes, this.sockets, this.peers];
    if (message.reset) {
      for (const table of tables) table.clear();
      [this.events, this.history] = [[], []];
    }
    this.now = message.now;
    for (const row of message.processes) this.processes.set(row.key, row);
    for (const row of message.sockets) this.sockets.set(row.key, row);
    for (const row of message.peers) this.peers.set(row.key, row);
    for (const key of message.gone) for (const table of tables) table.delete(key);
    if (message.events.length > 0) this.events = [...this.events, ...message.events].slice(-MOST_EVENTS);
    if (message.history.length > 0) this.history = [...this.history, ...message.history].slice(-MOST_POINTS);
  }
}
