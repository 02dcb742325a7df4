import { describe, expect, it } from 'vitest';
import { releaseSlab, SLAB_BYTES, acquireSlab } from '../../src/zmtp/slab-pool.js';

describe('the pool of slabs', () => {
  it('hands out what has come back', () => {
    const slab = acquireSlab(10);
    releaseSlab(slab);
    expect(acquireSlab(10)).toBe(slab);
    releaseSlab(slab);
  });

  it('has small slabs when very many are out, and large ones again when they come back', () => {
    const before = process.memoryUsage().arrayBuffers;
    const slabs = Array.from({ length: 5_000 }, () => acquireSlab(100));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    expect(slabs.every(({ length }) => length >= 100)).toBe(true);
    expect(new Set(slabs).size).toBe(slabs.length);
    for (const slab of slabs) releaseSlab(slab);
    expect(acquireSlab(100)).toHaveLength(SLAB_BYTES);
  });

  it('has larger ones for a connection that has much to write, even when very many are out', () => {
    const slabs = Array.from({ length: 100 }, () => acquireSlab(100));
    const sizes = [0, 4_096, 40_000, 4_000_000].map((pending) => acquireSlab(100, pending).length);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[0]).toBeLessThan(4_096);
    expect(sizes[2]).toBeGreaterThanOrEqual(40_000);
    for (const slab of slabs) releaseSlab(slab);
  });

  it('always has room for what is asked for', () => {
    const slabs = Array.from({ length: 200 }, (_, index) => acquireSlab(index * 500));
    for (const [index, slab] of slabs.entries()) expect(slab.length).toBeGreaterThanOrEqual(index * 500);
    for (const slab of slabs) releaseSlab(slab);
  });
});
