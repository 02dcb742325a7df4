/** One thing to measure: `run` gives the figure of one round for one library. */
export interface Scenario {
  readonly name: string;
  readonly unit: string;
  /** Whether a larger figure is a better one. */
  readonly larger: boolean;
  run(library: string): Promise<number>;
}
