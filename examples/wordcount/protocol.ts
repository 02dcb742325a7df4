import type { Totals } from './totals.js';

/** The live figures, published while results come in: topics `progress` and `stopped`. */
export interface Progress {
  readonly done: number;
  readonly tasks: number;
  readonly words: number;
}

/** The reply to `status` on the control channel. */
export interface Status extends Progress {
  readonly workers: Readonly<Record<string, Totals>>;
  readonly unreadable: readonly string[];
}
