import type { QueueEntry } from '@zeromq-ts/core/spi';
import { clearTimeout, LinkedQueue, MAX_TIMER_MS, performance, ref, setTimeout, unref } from '@zeromq-ts/core/spi';

/** Something that has to be over at a certain time. */
export interface Timed {
  /** That time, as `performance.now()` counts. */
  readonly at: number;
  /** It is that time. */
  expired(): void;
}

/** What `add` has returned. */
export type Deadline = QueueEntry<Timed>;

/** Deadlines of one duration: their order is that in which they were added, and one timer, for the first, is enough. */
class DeadlinesOfOneDuration {
  readonly #queue = new LinkedQueue<Timed>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  get length(): number {
    return this.#queue.length;
  }

  add(timed: Timed): Deadline {
    const entry = this.#queue.push(timed);
    if (this.#timer === undefined) this.#start(timed);
    else if (this.#queue.length === 1) ref(this.#timer);
    return entry;
  }

  remove(entry: Deadline): void {
    // A timer without deadlines goes on: most of the time, there is a next one soon. It does not keep the process alive.
    if (this.#queue.remove(entry) && this.#queue.length === 0 && this.#timer !== undefined) unref(this.#timer);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #start({ at }: Timed): void {
    this.#timer = setTimeout(this.#onTimer, Math.min(Math.max(1, Math.ceil(at - performance.now())), MAX_TIMER_MS));
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    const now = performance.now();
    for (let first = this.#queue.peek(); first !== undefined && first.at <= now; first = this.#queue.peek()) {
      this.#queue.shift();
      first.expired();
    }
    const next = this.#queue.peek();
    if (next !== undefined && this.#timer === undefined) this.#start(next);
  };
}

/**
 * Any number of deadlines with few timers: one for each duration, which is in use all the time or only now and then. To add and
 * to remove one takes the same time whatever their number.
 */
export class Deadlines {
  /** The one that most have: its timer is kept when it has none. */
  readonly #usual: number;
  readonly #durations = new Map<number, DeadlinesOfOneDuration>();

  /** @param usual In milliseconds. */
  constructor(usual: number) {
    this.#usual = usual;
  }

  /** @param duration From now to its time, in milliseconds; not `Infinity`. */
  add(duration: number, timed: Timed): Deadline {
    let deadlines = this.#durations.get(duration);
    if (deadlines === undefined) {
      deadlines = new DeadlinesOfOneDuration();
      this.#durations.set(duration, deadlines);
    }
    return deadlines.add(timed);
  }

  /** Nothing happens when it has expired or was removed before. */
  remove(duration: number, deadline: Deadline): void {
    const deadlines = this.#durations.get(duration);
    if (deadlines === undefined) return;
    deadlines.remove(deadline);
    if (deadlines.length > 0 || duration === this.#usual) return;
    deadlines.stop();
    this.#durations.delete(duration);
  }

  /** There will be no more. */
  close(): void {
    for (const deadlines of this.#durations.values()) deadlines.stop();
    this.#durations.clear();
  }
}
