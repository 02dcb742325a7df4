import type { Totals } from './totals.js';

/** Where the sink is to be found. */
export interface SinkEndpoints {
  /** PULL: results from workers. */
  readonly results: string;
  /** PUB: live figures, topics `progress` and `stopped`. */
  readonly figures: string;
  /** REP: control, one word for a request and JSON for a reply. */
  readonly control: string;
}

/** The live figures, published while results come in. */
export interface Progress {
  readonly done: number;
  readonly tasks: number;
  readonly words: number;
}

/** The reply to `status`. */
export interface Status extends Progress {
  readonly workers: Readonly<Record<string, Totals>>;
  readonly unreadable: readonly string[];
}

/** The reply to `missing`. */
export interface Missing {
  readonly missing: readonly number[];
}
