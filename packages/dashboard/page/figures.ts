import type {
  EventRow,
  HistoryPoint,
  Keyed,
  MessageRow,
  PageMessage,
  PeerRow,
  ProcessRow,
  RowChange,
  SocketRow,
  TailState,
} from '../src/page-message.js';

const MAX_EVENTS = 500;
const MAX_POINTS = 300;
const MAX_MESSAGES = 500;

/** All figures, as far as they have been sent. */
export class Figures {
  readonly processes = new Map<number, ProcessRow>();
  readonly sockets = new Map<number, SocketRow>();
  readonly peers = new Map<number, PeerRow>();
  /** The newest last. */
  events: readonly EventRow[] = [];
  history: readonly HistoryPoint[] = [];
  /** Of those that are shown; the newest last. */
  messages: readonly MessageRow[] = [];
  /** Where messages come from; `undefined` if they come from nowhere. */
  tail: TailState | undefined;
  /** The upper bounds of latencies, in milliseconds. */
  latencyBounds: readonly number[] = [];
  /** The clock of the server, in milliseconds since 1970, at the last message. */
  now = 0;

  take(message: PageMessage): void {
    const tables = [this.processes, this.sockets, this.peers];
    if (message.reset) {
      for (const table of tables) table.clear();
      [this.events, this.history, this.messages] = [[], [], []];
      this.tail = undefined;
      this.latencyBounds = message.latencyBounds;
    }
    this.now = message.now;
    change(this.processes, message.processes);
    change(this.sockets, message.sockets);
    change(this.peers, message.peers);
    for (const key of message.gone) for (const table of tables) table.delete(key);
    if (message.events.length > 0) this.events = [...this.events, ...message.events].slice(-MAX_EVENTS);
    if (message.messages.length > 0) this.messages = [...this.messages, ...message.messages].slice(-MAX_MESSAGES);
    if (message.tail !== null) this.tail = message.tail;
    if (message.history.length > 0) this.history = [...this.history, ...message.history].slice(-MAX_POINTS);
  }
}

/** A row that has changed is another object: one that has not is known by that. */
function change<Row extends Keyed>(rows: Map<number, Row>, changes: readonly RowChange<Row>[]): void {
  // What the server sends of a row that is not known has all its members.
  for (const each of changes) rows.set(each.key, { ...rows.get(each.key), ...each } as Row);
}
