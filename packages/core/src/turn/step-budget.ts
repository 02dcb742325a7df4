import { RingQueue } from '../queue/ring-queue.js';
import { sharedSlot } from '../registry/shared-slot.js';
import { performance, setImmediate } from '../runtime/timers.js';

// As they are now, whatever a test gives to the other modules: the connections of the process share a budget.
const clock = performance;
const nextTurnOfTheLoop = setImmediate;

/**
 * A budget of steps: work that is done in one piece, like taking apart what a peer has sent. The time between the steps is
 * that of others, and does not count.
 */
export class StepBudget {
  readonly #maxMs: number;
  readonly #deferred = new RingQueue<() => void>();
  /** The time that steps have taken in this turn, in milliseconds. */
  #spent = 0;
  #entered = 0;
  #depth = 0;
  /** The end of the turn will be noticed. */
  #watched = false;
  #over = false;

  /** @param maxMs How long all steps may take in one turn of the event loop, in milliseconds. */
  constructor(maxMs: number) {
    this.#maxMs = maxMs;
  }

  /** Whether no step should begin in this turn, nor go on. */
  get over(): boolean {
    return this.#over;
  }

  /** A step begins. One that begins inside another is part of it. */
  enter(): void {
    if (this.#depth++ === 0) this.#entered = clock.now();
  }

  /** @returns for how long the step has been going on, in milliseconds; to be called in a step, and then to look at `over`. */
  elapsed(): number {
    const elapsed = clock.now() - this.#entered;
    if (this.#spent + elapsed > this.#maxMs) this.#over = true;
    return elapsed;
  }

  /** The step is over. @returns how long it took, in milliseconds. */
  leave(): number {
    const elapsed = this.elapsed();
    if (--this.#depth > 0) return elapsed;
    this.#spent += elapsed;
    // Turns of little work need no end.
    if (this.#spent > this.#maxMs / 4) this.#watch();
    return elapsed;
  }

  /** Calls back in a later turn, in the order of the calls. */
  defer(resume: () => void): void {
    this.#deferred.push(resume);
    this.#watch();
  }

  #watch(): void {
    if (this.#watched) return;
    this.#watched = true;
    nextTurnOfTheLoop(this.#renew);
  }

  /** Resumes as many as there is time for, each once, in order. */
  readonly #renew = (): void => {
    this.#watched = false;
    this.#over = false;
    this.#spent = 0;
    for (let left = this.#deferred.length; left > 0 && !this.#over; left--) this.#deferred.shift()?.();
    if (this.#deferred.length > 0) this.#watch();
  };
}

/** How long what peers have sent may be taken apart in one turn of the event loop, in milliseconds. */
const MAX_READING_MS = 2;

/** The budget of reading from all connections of this thread, of all copies of this package. */
export const readingBudget: StepBudget = /* @__PURE__ */ sharedSlot(
  'core/reading-budget@1',
  () => new StepBudget(MAX_READING_MS),
);
