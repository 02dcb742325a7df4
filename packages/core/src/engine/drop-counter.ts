import type { DropReason } from '../events/events.js';
import type { SocketCounters } from './socket-counters.js';
import { clearTimeout, queueMicrotask, setTimeout, unref } from '../runtime/timers.js';

/** The event `dropped` is raised at most this often for each reason, in milliseconds. */
const REPORT_INTERVAL_MS = 100;

/** Counts messages that are dropped, and says so, but not for each one: there may be a million of them in a second. */
export class DropCounter {
  readonly #traffic: SocketCounters;
  readonly #tell: (reason: DropReason, count: number) => void;
  readonly #untold = new Map<DropReason, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(traffic: SocketCounters, tell: (reason: DropReason, count: number) => void) {
    this.#traffic = traffic;
    this.#tell = tell;
  }

  add(reason: DropReason, count: number): void {
    if (count === 0) return;
    this.#traffic.dropped[reason] += count;
    this.#untold.set(reason, (this.#untold.get(reason) ?? 0) + count);
    if (this.#timer !== undefined) return;
    // The first drop is reported as soon as the current call has returned.
    queueMicrotask(this.flush);
    this.#timer = setTimeout(this.#resume, REPORT_INTERVAL_MS);
    unref(this.#timer);
  }

  /** Reports drops that have not been reported yet. */
  readonly flush = (): void => {
    for (const [reason, count] of this.#untold) this.#tell(reason, count);
    this.#untold.clear();
  };

  /** Tells the rest, and no more. */
  end(): void {
    clearTimeout(this.#timer);
    this.flush();
  }

  readonly #resume = (): void => {
    this.#timer = undefined;
    this.flush();
  };
}
