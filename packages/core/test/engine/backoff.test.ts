import { describe, expect, it } from 'vitest';
import { Backoff } from '../../src/engine/backoff.js';

const LONGEST = 2 ** 31 - 1;

function intervals(
  reconnectInterval: number,
  reconnectMaxInterval: number,
  kind: 'unreachable' | 'refused',
  random = 0,
) {
  const backoff = new Backoff({ reconnectInterval, reconnectMaxInterval }, () => random);
  return Array.from({ length: 6 }, () => backoff.next(kind));
}

describe('the time before the next attempt', () => {
  it('is the interval, and a random part of as much again, E-04 B-059', () => {
    expect(intervals(100, 0, 'unreachable')).toStrictEqual([100, 100, 100, 100, 100, 100]);
    expect(intervals(100, 0, 'unreachable', 0.5)).toStrictEqual([150, 150, 150, 150, 150, 150]);
  });

  it('doubles up to the greatest interval, if there is one, E-04 A-36', () => {
    expect(intervals(100, 1000, 'unreachable')).toStrictEqual([100, 200, 400, 800, 1000, 1000]);
    expect(intervals(0, 8, 'unreachable')).toStrictEqual([1, 2, 4, 8, 8, 8]);
  });

  it('is longer for a peer that refuses, and grows, A-36 E-05', () => {
    expect(intervals(100, 0, 'refused')).toStrictEqual([1000, 2000, 4000, 8000, 16_000, 30_000]);
    expect(intervals(60_000, 0, 'refused')).toStrictEqual(Array.from({ length: 6 }, () => 60_000));
  });

  it('is never more than a timer takes, A-37', () => {
    expect(intervals(LONGEST, 0, 'unreachable', 0.9)).toStrictEqual(Array.from({ length: 6 }, () => LONGEST));
    expect(intervals(LONGEST - 1, LONGEST, 'refused', 0.9).every((interval) => interval === LONGEST)).toBe(true);
    expect(intervals(Infinity, 0, 'refused', 0.9)[0]).toBe(Infinity);
  });

  it('begins anew after an attempt that succeeds', () => {
    const backoff = new Backoff({ reconnectInterval: 100, reconnectMaxInterval: 1000 }, () => 0);
    expect([backoff.next('unreachable'), backoff.next('unreachable')]).toStrictEqual([100, 200]);
    backoff.reset();
    expect(backoff.next('unreachable')).toBe(100);
  });
});
