import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TotalWeight } from '../../src/queue/weighed-queue.js';
import type { UnfinishedAccount } from '../../src/transport/unfinished-messages.js';
import { UnfinishedMessages } from '../../src/transport/unfinished-messages.js';
import { useFakeTime, useRealTime } from '@zeromq-ts/testing';

const MIB = 2 ** 20;

/** A connection that notes what is done to it. */
class Connection {
  readonly account: UnfinishedAccount;
  reading = true;
  held = false;
  error: Error | undefined;

  constructor(budget: UnfinishedMessages) {
    this.account = budget.open(this);
  }

  hold(): void {
    this.held = true;
  }

  release(): void {
    this.held = false;
  }

  cut(reason: Error): void {
    this.error = reason;
    this.account.close();
  }

  /** Sends as long as it is let. */
  grow(bytes: number): void {
    if (!this.held && this.error === undefined) this.account.set(this.account.bytes + bytes, 0);
  }
}

describe('the budget of unfinished messages', () => {
  beforeEach(() => {
    useFakeTime();
  });
  afterEach(() => {
    useRealTime();
  });

  const of = (count: number, queued = new TotalWeight(8 * MIB), limit = 8 * MIB) => {
    const budget = new UnfinishedMessages(limit, queued);
    return { budget, peers: Array.from({ length: count }, () => new Connection(budget)) };
  };

  it('lets one message through that is larger than the limit, A-23', () => {
    const { budget, peers } = of(2);
    const [large, other] = peers as [Connection, Connection];
    for (let index = 0; index < 100; index++) large.grow(MIB);
    expect([large.held, large.account.bytes]).toStrictEqual([false, 100 * MIB]);
    other.grow(3 * MIB);
    expect(other.held).toBe(true);
    for (let round = 0; round < 50; round++) {
      vi.advanceTimersByTime(1000);
      large.grow(MIB);
    }
    expect([large.error, other.error]).toStrictEqual([undefined, undefined]);
    large.account.set(0, 0);
    expect([other.held, budget.bytes]).toStrictEqual([false, 3 * MIB]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets all have their turn, the oldest first', () => {
    const { peers } = of(4);
    for (let round = 0; round < 10; round++) for (const peer of peers) peer.grow(MIB);
    expect(peers.map(({ held }) => held)).toStrictEqual([false, true, true, true]);
    for (const peer of peers) {
      for (let index = 0; index < 20; index++) peer.grow(MIB);
      expect(peer.account.bytes).toBeGreaterThan(20 * MIB);
      peer.account.set(0, 0);
    }
    expect(peers.every(({ held, error }) => !held && error === undefined)).toBe(true);
  });

  it('cuts off who does not go on, and nobody who has less than a fair share, A-23', () => {
    const { budget, peers } = of(20);
    const [small, ...others] = peers as [Connection, ...Connection[]];
    small.grow(100_000);
    for (const peer of others) peer.grow(MIB);
    expect(budget.bytes).toBeGreaterThan(8 * MIB);
    vi.advanceTimersByTime(5000);
    expect(small.error).toBeUndefined();
    expect(others.filter(({ error }) => error !== undefined).length).toBeGreaterThanOrEqual(10);
    expect(others.find(({ error }) => error !== undefined)?.error).toMatchObject({
      code: 'ENOBUFS',
      message: expect.stringMatching(/maxIncomingBytes, 8388608 bytes/),
    });
    expect(budget.bytes).toBeLessThanOrEqual(8 * MIB);
    expect(others.some(({ held }) => held)).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('cuts off nobody who is held back by its receiver, or who goes on', () => {
    const { peers } = of(2);
    const [busy, full] = peers as [Connection, Connection];
    full.reading = false;
    full.grow(5 * MIB);
    busy.grow(5 * MIB);
    full.reading = true;
    full.account.set(5 * MIB + 1, 0);
    full.reading = false;
    for (let round = 0; round < 100; round++) {
      vi.advanceTimersByTime(250);
      busy.grow(100_000);
    }
    expect([busy.error, full.error]).toStrictEqual([undefined, undefined]);
  });

  it('lets nobody end more than a fair share while the queues are full', () => {
    const queued = new TotalWeight(8 * MIB);
    queued.weight = 9 * MIB;
    const { peers } = of(2, queued);
    for (const peer of peers) peer.grow(3 * MIB);
    expect(peers.map(({ held }) => held)).toStrictEqual([true, true]);
    vi.advanceTimersByTime(10_000);
    expect(peers.map(({ held, error }) => [held, error])).toStrictEqual([
      [true, undefined],
      [true, undefined],
    ]);
    queued.weight = 0;
    queued.relieved?.();
    expect(peers.map(({ held }) => held)).toStrictEqual([false, false]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives what is more overhead than bytes its turn after all others', () => {
    const { peers } = of(3);
    const [tiny, large, other] = peers as [Connection, Connection, Connection];
    tiny.account.set(6 * MIB, 5 * MIB);
    large.grow(5 * MIB);
    expect([tiny.held, large.held]).toStrictEqual([false, false]);
    other.grow(2 * MIB);
    expect(other.held).toBe(true);
    tiny.account.set(7 * MIB, 6 * MIB);
    expect([tiny.held, large.held]).toStrictEqual([true, false]);
    large.account.set(0, 0);
    expect([tiny.held, other.held]).toStrictEqual([true, false]);
    other.account.set(0, 0);
    expect(tiny.held).toBe(false);
  });

  it('reads from nobody while the queues hold far more than they may', () => {
    const queued = new TotalWeight(8 * MIB);
    queued.weight = 264 * MIB;
    const { peers } = of(2, queued);
    const [first, second] = peers as [Connection, Connection];
    first.account.admit();
    expect(first.held).toBe(false);
    queued.weight++;
    second.account.admit();
    vi.advanceTimersByTime(2000);
    expect(second.held).toBe(true);
    queued.weight--;
    vi.advanceTimersByTime(250);
    expect(second.held).toBe(false);
    second.account.close();
    queued.weight = 0;
    vi.advanceTimersByTime(250);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has no limit when it is 0', () => {
    const { peers } = of(2, new TotalWeight(8 * MIB), 0);
    for (const peer of peers) peer.grow(2 ** 40);
    expect(peers.some(({ held }) => held)).toBe(false);
  });
});
