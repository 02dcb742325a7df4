import { describe, expect, it } from 'vitest';
import { LATENCY_BOUNDS_MS, LatencyHistogram } from '../../src/socket/latency-histogram.js';

describe('LatencyHistogram', () => {
  it('has a bucket up to each bound, the bound included, and one for what took longer', () => {
    const histogram = new LatencyHistogram();
    expect(histogram.counts).toStrictEqual(Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0));
    for (const bound of LATENCY_BOUNDS_MS) histogram.add(bound);
    histogram.add(10_000.1);
    expect(histogram.counts).toStrictEqual(Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 1));
  });

  it('puts times between two bounds to the upper one, and sums them', () => {
    const histogram = new LatencyHistogram();
    histogram.add(0);
    histogram.add(0.3);
    histogram.add(0.4);
    const { counts, sum } = histogram;
    expect(counts.slice(0, 4)).toStrictEqual([1, 0, 2, 0]);
    expect(sum).toBeCloseTo(0.7);
    counts[0] = 5;
    expect(histogram.counts[0]).toBe(1);
  });

  it('has bounds in ascending order', () => {
    expect(LATENCY_BOUNDS_MS).toStrictEqual([...LATENCY_BOUNDS_MS].toSorted((a, b) => a - b));
  });
});
