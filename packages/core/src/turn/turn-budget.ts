import { RingQueue } from '../queue/ring-queue.js';
import { sharedSlot } from '../registry/shared-slot.js';
import { performance, setImmediate } from '../runtime/timers.js';

/** How long operations may be answered at once in one turn of the event loop, in milliseconds. */
const MAX_SLICE_MS = 0.5;

/** The most operations between two looks at the clock. A look costs as much as half an operation. */
const MAX_STRIDE = 16;
/** The same for synchronous operations, which are faster, and which nothing waits for but what was sent before. */
const MAX_SYNC_STRIDE = 64;

// As they are now, whatever a test gives to the other modules: the sockets of the process share this budget.
const clock = performance;
const nextTurnOfTheLoop = setImmediate;

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
  /** The turn is over, and lasts until timers have had a chance to run. */
  #extended = false;
  #over = false;
  /** Resolves in a later turn, for those that ask in one slice. */
  #nextTurn: Promise<void> | undefined;
  #nextTurnSlice = 0;

  readonly #maxStepsMs: number;
  /** The time that steps have taken in this turn, in milliseconds. */
  #spent = 0;
  #entered = 0;

  /**
   * @param maxStepsMs For a budget of steps: how long all steps may take in one turn, in milliseconds. Without it, the
   * budget is one of operations.
   */
  constructor(maxStepsMs = 0) {
    this.#maxStepsMs = maxStepsMs;
  }

  // A budget of steps: work that is done in one piece, like taking apart what a peer has sent. The time between the
  // steps is that of others, and does not count.

  /** Whether no step should begin in this turn, nor go on. */
  get over(): boolean {
    return this.#over;
  }

  /** A step begins. Steps do not contain each other. */
  enter(): void {
    this.#entered = clock.now();
  }

  /** @returns for how long the step has been going on, in milliseconds; to be called in a step, and then to look at `over`. */
  elapsed(): number {
    const elapsed = clock.now() - this.#entered;
    if (this.#spent + elapsed > this.#maxStepsMs) this.#over = true;
    return elapsed;
  }

  /** The step is over. @returns how long it took, in milliseconds. */
  leave(): number {
    const elapsed = this.elapsed();
    this.#spent += elapsed;
    // Turns of little work need no end.
    if (!this.#watched && this.#spent > this.#maxStepsMs / 4) this.#watch(this.#entered);
    return elapsed;
  }

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
    nextTurnOfTheLoop(this.#renew);
  }

  readonly #renew = (): void => {
    // What has used up the turn may have run after the timers of this round of the event loop: they come first again.
    if (this.#over && !this.#extended && this.#maxStepsMs === 0 && this.#deferred.length > 0) {
      this.#extended = true;
      setImmediate(this.#renew);
      return;
    }
    this.#extended = false;
    this.#watched = false;
    this.#over = false;
    this.#left = 1;
    this.#spent = 0;
    if (this.#maxStepsMs > 0) {
      this.#resumeSteps();
      return;
    }
    const resume = this.#deferred.shift();
    if (resume === undefined) return;
    // What is resumed works before it calls again: its turn begins here.
    this.#watch(clock.now());
    resume();
  };

  /** As many as there is time for, each once, in order. */
  #resumeSteps(): void {
    for (let left = this.#deferred.length; left > 0 && !this.#over; left--) this.#deferred.shift()?.();
    if (this.#deferred.length > 0 && !this.#watched) this.#watch(clock.now());
  }
}

/** How long what peers have sent may be taken apart in one turn of the event loop, in milliseconds. */
const MAX_READING_MS = 2;

/** The budget of the operations of all sockets of this thread, of all copies of this package. */
export const turnBudget: TurnBudget = /* @__PURE__ */ sharedSlot('core/turn-budget@1', () => new TurnBudget());

/** The budget of reading from all connections of this thread, of all copies of this package. */
export const readingBudget: TurnBudget = /* @__PURE__ */ sharedSlot(
  'core/reading-budget@1',
  () => new TurnBudget(MAX_READING_MS),
);
