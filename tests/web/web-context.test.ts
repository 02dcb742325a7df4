import { describe, expect, it } from 'vitest';
import { bundleForWeb } from './bundle.js';
import type { Counts } from './program.js';
import { runInWebContext } from './web-context.js';

describe('where there are web globals and nothing of Node', () => {
  it('has no global of Node, so that what runs here can use none', () => {
    const found = runInWebContext('[typeof process, typeof Buffer, typeof setImmediate, typeof require].join()');
    expect(found).toBe('undefined,undefined,undefined,undefined');
  });

  it('every socket type works over inproc: 100,000 messages', { timeout: 120_000 }, async () => {
    const script = await bundleForWeb('./program.ts');
    const counts = (await runInWebContext(script)) as Counts;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThanOrEqual(100_000);
  });
});
