import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** How late messages were sent, in milliseconds. */
export interface ReplayDrift {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Collects delays. */
export class Drift {
  readonly #histogram: RecordableHistogram = createHistogram();

  add(milliseconds: number): void {
    // It takes whole numbers from 1.
    this.#histogram.record(Math.max(1, Math.round(milliseconds * 1000)));
  }

  summary(): ReplayDrift {
    const histogram = this.#histogram;
    if (histogram.count === 0) return { p50: 0, p99: 0, max: 0 };
    return {
      p50: histogram.percentile(50) / 1000,
      p99: histogram.percentile(99) / 1000,
      max: histogram.max / 1000,
    };
  }
}
