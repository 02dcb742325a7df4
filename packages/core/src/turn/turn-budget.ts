import { RingQueue } from '../queue/ring-queue.js';

/** How long operations may be answered at once in one turn of the event loop, in milliseconds. */
const MAX_SLICE_MS = 0.5;

/** The most operations between two looks at the clock. A look costs as much as half an operation. */
const MAX_STRIDE = 16;
/** The same for synchronous operations, which are faster, and which nothing waits for but what was sent before. */
const MAX_SYNC_STRIDE = 64;

// As they are now: fake timers of a test must not stop the sockets of the same process.
const { setImmediate } = globalThis;
const clock = globalThis.performance;

/**
 * Shares the event loop between the sockets of this thread and everything else: timers, I/O, other callbacks.
 *
 * An `await` of a promise that is already settled never leaves the microtask queue, so a loop over a busy socket would
 * keep the event loop from turning, and what was sent from being written. So every operation of every socket counts
 * here. When operations have been answered at once for half a millisecond, the turn is over: those that follow settle
 * in a later turn, in the order of the calls to `defer`, one in each turn.
 *
 * ```
 *   event loop   │ timers │ I/O │ immediates │ timers │ …
 *   operations   ├─ first look … over ─┤ defer ─> resumed, first look …
 *   looks at the clock:  operations 1, 2, 4, 8, 16, 32, 48 …
 * ```
 *
 * The clock is looked at often at the beginning of a turn and of each slice, and then at every sixteenth operation. So
 * slow work between operations is noticed after one unit of it, and fast operations hardly pay for the looks.
 */
export class TurnBudget {
  readonly #deferred = new RingQueue<() => void>();
  /** Operations until the next look at the clock. */
  #left = 1;
  #stride = 1;
  /** When the slice began, as `performance.now()` counts. */
  #begun = 0;
  #slice = 0;
  /** The end of the turn will be noticed. */
  #watched = false;
  #over = false;
  /** Resolves in a later turn, for those that ask in one slice. */
  #nextTurn: Promise<void> | undefined;
  #nextTurnSlice = 0;

  /**
   * A number that changes when `MAX_SLICE_MS` have passed within a turn. What was put off until the end of the turn
   * should not be put off longer when it changes: the turn is a long one.
   */
  get slice(): number {
    return this.#slice;
  }

  /** Counts an operation. @returns whether it may settle in this turn of the event loop. */
  spend(): boolean {
    if (--this.#left > 0) return !this.#over;
    this.#look(MAX_STRIDE);
    return !this.#over;
  }

  /** Counts a synchronous operation. It cannot be put off, but it may be the one after slow work. */
  note(): void {
    if (--this.#left <= 0) this.#look(MAX_SYNC_STRIDE);
  }

  /** Calls back in a later turn. */
  defer(resume: () => void): void {
    this.#deferred.push(resume);
    if (!this.#watched) this.#watch(clock.now());
  }

  /** Resolves in a later turn. Calls within one slice share a promise, and so a turn. */
  nextTurn(): Promise<void> {
    if (this.#nextTurn === undefined || this.#nextTurnSlice !== this.#slice) {
      this.#nextTurnSlice = this.#slice;
      const promise = new Promise<void>((resolve) => {
        this.defer(() => {
          if (this.#nextTurn === promise) this.#nextTurn = undefined;
          resolve();
        });
      });
      this.#nextTurn = promise;
    }
    return this.#nextTurn;
  }

  #look(maxStride: number): void {
    const now = clock.now();
    if (!this.#watched) {
      this.#watch(now);
    } else if (now - this.#begun > MAX_SLICE_MS) {
      this.#over = true;
      this.#slice++;
      this.#begun = now;
      this.#stride = 1;
    } else {
      this.#stride = Math.min(this.#stride * 2, maxStride);
    }
    this.#left = this.#stride;
  }

  #watch(now: number): void {
    this.#watched = true;
    this.#begun = now;
    this.#stride = 1;
    setImmediate(this.#renew);
  }

  readonly #renew = (): void => {
    this.#watched = false;
    this.#over = false;
    this.#left = 1;
    const resume = this.#deferred.shift();
    if (resume === undefined) return;
    // What is resumed works before it calls again: its turn begins here.
    this.#watch(clock.now());
    resume();
  };
}

/** The budget of all sockets of this thread. */
export const turnBudget = new TurnBudget();
