import type { DropReason } from '../events/events.js';
import { timeOfDay } from '../runtime/timers.js';
import { droppedByReason } from './socket-counters.js';

/** What has gone over a pipe, over all of its connections. */
export interface PipeTotals {
  readonly messagesSent: number;
  readonly bytesSent: number;
  readonly messagesReceived: number;
  readonly bytesReceived: number;
}

/**
 * What has gone over one connection of a pipe: the difference between two totals, as counting for each connection would
 * cost more for every message.
 */
export class PeerTraffic {
  /** When the connection was established, in milliseconds since 1970. */
  readonly since = timeOfDay();
  readonly #before: PipeTotals;
  readonly #now: () => PipeTotals;
  /** After the end of the connection. */
  #last: PipeTotals | undefined;
  /** Created with the first message that is dropped. */
  #dropped: Record<DropReason, number> | undefined;

  /** @param now The totals as they are. */
  constructor(now: () => PipeTotals) {
    this.#before = now();
    this.#now = now;
  }

  /** Counts no more: the connection has ended. */
  end(): void {
    this.#last ??= this.#now();
  }

  totals(): PipeTotals {
    const before = this.#before;
    const now = this.#last ?? this.#now();
    return {
      messagesSent: now.messagesSent - before.messagesSent,
      bytesSent: now.bytesSent - before.bytesSent,
      messagesReceived: now.messagesReceived - before.messagesReceived,
      bytesReceived: now.bytesReceived - before.bytesReceived,
    };
  }

  get dropped(): Record<DropReason, number> {
    return { ...(this.#dropped ?? droppedByReason()) };
  }

  drop(reason: DropReason, count: number): void {
    this.#dropped ??= droppedByReason();
    this.#dropped[reason] += count;
  }
}
