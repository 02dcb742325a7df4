/** The figures of all rounds of one peer in one case. */
export interface Series {
  readonly scenario: string;
  readonly case: string;
  readonly peer: string;
  readonly metric: string;
  readonly unit: string;
  readonly better: 'more' | 'less';
  readonly values: readonly number[];
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** What a run has given, as it is written to a file. */
export interface Results {
  readonly date: string;
  readonly command: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, string>>;
  /** Peers that could not take part, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly warm: number;
  readonly measure: number;
  readonly quick: boolean;
  readonly series: readonly Series[];
}
