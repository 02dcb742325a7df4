import { createHistogram } from 'node:perf_hooks';
import type { Latency } from './role.js';

/** Steps of the histogram, in percent. */
const PERCENTILES = [0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 100];

/** Collects latencies. */
export class Latencies {
  readonly #histogram = createHistogram();
  #sum = 0;

  add(milliseconds: number): void {
    // In nanoseconds, which are whole numbers from 1.
    this.#histogram.record(Math.max(1, Math.round(milliseconds * 1e6)));
    this.#sum += milliseconds;
  }

  get count(): number {
    return this.#histogram.count;
  }

  summary(): Latency | undefined {
    if (this.#histogram.count === 0) return undefined;
    const at = (percentile: number): number =>
      percentile === 0 ? this.#histogram.min / 1000 : this.#histogram.percentile(percentile) / 1000;
    return {
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      max: this.#histogram.max / 1000,
      mean: (this.#sum * 1000) / this.#histogram.count,
      histogram: PERCENTILES.map((percentile) => [at(percentile), percentile] as const),
    };
  }
}
