import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConnectLimiter } from '../../src/stream/connect-limiter.js';
import { useFakeTime, useRealTime } from '@zeromq-ts/testing';

const LIMITS = { most: 3, patience: 200 };

/** Enters so many attempts; `begun` says which have been begun, in order. */
function attempts(count: number) {
  const pace = new ConnectLimiter(LIMITS);
  const begun: number[] = [];
  const passes = Array.from({ length: count }, (_, index) => pace.enter(() => begun.push(index)));
  const leave = (index: number) => pace.leave(passes[index]!);
  return { begun, leave, pace };
}

describe('attempts to connect', () => {
  beforeEach(() => useFakeTime());
  afterEach(() => useRealTime());

  it('begin at once while few are under way', () => {
    expect(attempts(3).begun).toEqual([0, 1, 2]);
  });

  it('wait when many are, and begin in order as others are answered', () => {
    const { begun, leave } = attempts(6);
    expect(begun).toEqual([0, 1, 2]);
    leave(1);
    expect(begun).toEqual([0, 1, 2, 3]);
    leave(0);
    leave(3);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('do not begin when they were given up before their turn', () => {
    const { begun, leave } = attempts(5);
    leave(3);
    leave(0);
    expect(begun).toEqual([0, 1, 2, 4]);
  });

  it('are not kept from beginning by those whom nobody answers', () => {
    const { begun } = attempts(8);
    vi.advanceTimersByTime(200);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
    vi.advanceTimersByTime(200);
    expect(begun).toHaveLength(8);
  });

  it('count once, however often they leave', () => {
    const { begun, leave } = attempts(6);
    leave(0);
    leave(0);
    expect(begun).toEqual([0, 1, 2, 3]);
  });
});
