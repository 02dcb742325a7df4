import { describe, expect, it } from 'vitest';
import { bucketOf, sumOfLatencies } from '../../packages/dashboard/page/latencies.js';
import { requestFigures } from './snapshots.js';

/* What the page makes of the counts of latencies. */

describe('the bucket of a percentile', () => {
  it.each([
    { counts: [0, 0, 0], share: 0.5, bucket: undefined },
    { counts: [0, 1, 0], share: 0.5, bucket: 1 },
    { counts: [0, 1, 0], share: 0.99, bucket: 1 },
    { counts: [1, 1], share: 0.5, bucket: 0 },
    { counts: [1, 2], share: 0.5, bucket: 1 },
    { counts: [9, 1], share: 0.9, bucket: 0 },
    { counts: [8, 2], share: 0.9, bucket: 1 },
    { counts: [99, 0, 1], share: 0.99, bucket: 0 },
    { counts: [98, 0, 2], share: 0.99, bucket: 2 },
    { counts: [0, 0, 5], share: 0, bucket: 2 },
    { counts: [1, 0, 5], share: 1, bucket: 2 },
  ])('$share of $counts is $bucket', ({ counts, share, bucket }) => {
    expect(bucketOf(counts, share)).toBe(bucket);
  });

  it('is that of the nearest rank, for every number of counts', () => {
    for (let total = 1; total <= 3000; total++) {
      for (const percent of [50, 90, 99]) {
        // In whole numbers, so that nothing is rounded.
        const rank = Math.floor((total * percent + 99) / 100);
        expect(bucketOf([rank, total - rank], percent / 100)).toBe(0);
        expect(bucketOf([rank - 1, total - rank + 1], percent / 100)).toBe(1);
      }
    }
  });
});

describe('the sum of latencies', () => {
  it('has each figure of each socket, and none of those without', () => {
    const one = requestFigures({ 0: 1, 16: 2 }, { retries: 3, timeouts: 2, losses: 1, failures: 4, latencySum: 5.5 });
    const other = requestFigures({ 0: 10, 3: 5 }, { retries: 30, losses: 10, latencySum: 0.25 });
    expect(sumOfLatencies([{ requests: one }, { requests: null }, { requests: other }], 17)).toEqual({
      ...requestFigures({ 0: 11, 3: 5, 16: 2 }),
      requests: 22,
      retries: 33,
      timeouts: 2,
      losses: 11,
      failures: 4,
      latencySum: 5.75,
    });
    expect(sumOfLatencies([], 17)).toEqual(requestFigures({}));
  });
});
