/** Operations that may be answered at once before the event loop gets its turn. */
const OPERATIONS_PER_TURN = 256;

/**
 * Lets the event loop breathe. An `await` on a promise that is already settled never leaves the microtask queue, so
 * a loop over a busy socket would keep timers and I/O from running. After so many operations answered at once, the
 * next one waits for the next turn of the event loop.
 */
export class TurnBudget {
  readonly #renewed: () => void;
  #left = OPERATIONS_PER_TURN;

  /** @param renewed Called in a new turn, after `spend` has said no. */
  constructor(renewed: () => void) {
    this.#renewed = renewed;
  }

  /** Whether one more operation may be answered at once. */
  spend(): boolean {
    if (this.#left > 0) {
      if (--this.#left === 0) {
        setImmediate(() => {
          this.#left = OPERATIONS_PER_TURN;
          this.#renewed();
        });
      }
      return true;
    }
    return false;
  }
}
