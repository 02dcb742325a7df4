/**
 * The upper bounds of the buckets of a {@link LatencyHistogram}, in milliseconds, each inclusive. One more bucket has what
 * took longer. Snapshots of `@zeromq-ts/stats` have no bounds in them, so these never change.
 */
export const LATENCY_BOUNDS_MS: readonly number[] = [
  0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000,
];

/** Counts how long something took, in buckets: in a fixed amount of memory, and without a calculation for each. */
export class LatencyHistogram {
  readonly #counts: number[] = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
  #sum = 0;

  /** @param milliseconds How long it took. */
  add(milliseconds: number): void {
    let bucket = 0;
    while (bucket < LATENCY_BOUNDS_MS.length && milliseconds > (LATENCY_BOUNDS_MS[bucket] as number)) bucket++;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#sum += milliseconds;
  }

  /** How many fell into each bucket: not cumulative, the last is that without a bound. */
  get counts(): number[] {
    return [...this.#counts];
  }

  /** The sum of all times, in milliseconds. */
  get sum(): number {
    return this.#sum;
  }
}
