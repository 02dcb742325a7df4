/** Operations that may be answered at once before the clock is looked at. */
const OPERATIONS_PER_LOOK = 64;

/** How long operations may be answered at once before the event loop gets its turn, in milliseconds. */
const LONGEST_TURN = 0.5;

/**
 * Lets the event loop breathe. An `await` on a promise that is already settled never leaves the microtask queue, so
 * a loop over a busy socket would keep timers and I/O from running. When operations have been answered at once for half
 * a millisecond, the next one waits for the next turn of the event loop.
 */
export class TurnBudget {
  readonly #renewed: () => void;
  #left = OPERATIONS_PER_LOOK;
  /** When the first look was, in a turn that has seen one. */
  #begun = 0;
  #watched = false;
  #exhausted = false;

  /** @param renewed Called in a new turn, after `spend` has said no. */
  constructor(renewed: () => void) {
    this.#renewed = renewed;
  }

  /** Whether one more operation may be answered at once. */
  spend(): boolean {
    if (--this.#left > 0) return true;
    return this.#look();
  }

  #look(): boolean {
    if (this.#exhausted) return false;
    const now = performance.now();
    if (!this.#watched) {
      this.#watched = true;
      this.#begun = now;
      setImmediate(this.#renew);
    } else if (now - this.#begun > LONGEST_TURN) {
      this.#exhausted = true;
      return false;
    }
    this.#left = OPERATIONS_PER_LOOK;
    return true;
  }

  readonly #renew = (): void => {
    this.#watched = false;
    this.#left = OPERATIONS_PER_LOOK;
    if (!this.#exhausted) return;
    this.#exhausted = false;
    this.#renewed();
  };
}
