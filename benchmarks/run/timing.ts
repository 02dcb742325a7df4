/** How long and how often is measured. */
export interface Timing {
  /** Milliseconds in which a participant runs without counting. */
  readonly warm: number;
  /** Milliseconds in which it counts. */
  readonly measure: number;
  readonly rounds: number;
  /** Short, for development: fewer cases, and figures that say little more than the order of magnitude. */
  readonly quick: boolean;
}

export const FULL: Timing = { warm: 500, measure: 1000, rounds: 5, quick: false };
export const QUICK: Timing = { warm: 200, measure: 300, rounds: 1, quick: true };
