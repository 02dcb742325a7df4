import { expect, it } from 'vitest';
import { Random } from '../chaos/random.js';
import { lackOfNamespaces } from './network.js';
import { publish } from './publish.js';
import { Soak } from './soak.js';

const SEED = Number(process.env['SOAK_SEED'] ?? 20261126);
const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 12);
const lack = lackOfNamespaces();

/** What a process may have grown by between its first quarter and its last, in bytes of heap. */
const MAX_GROWTH_BYTES = 32 * 2 ** 20;

it.skipIf(lack !== undefined)(
  `every message between hosts of their own is accounted for, through ${SECONDS} s of delay, loss, cuts, black holes, stops, kills and restarts (seed ${SEED})${lack === undefined ? '' : `: ${lack}`}`,
  { timeout: (SECONDS + 120) * 1000 },
  async () => {
    const soak = new Soak();
    try {
      await soak.begin();
      await soak.run(SECONDS * 1000, new Random(SEED));
      await soak.finish();
    } finally {
      await soak.dispose();
    }
    const accounts = soak.accounts();
    if (process.env['SOAK_PUBLISH'] !== undefined) publish(soak, { seconds: SECONDS, seed: SEED });

    expect(soak.wrong).toEqual([]);
    expect(accounts.filter(({ duplicates }) => duplicates > 0)).toEqual([]);
    // PUSH, DEALER and PAIR wait for room; only what is broadcast, and answers of a ROUTER, may be dropped.
    const waits = /^(push|dealer|pair)\//;
    expect(accounts.filter(({ stream, missing }) => waits.test(stream) && missing > 0)).toEqual([]);
    const missing = accounts.reduce((sum, account) => sum + account.missing, 0);
    expect(missing).toBeLessThanOrEqual(soak.dropped.full + soak.dropped.unroutable);
    expect(soak.requests.answered).toBeGreaterThan(0);
    expect(accounts.reduce((sum, { received }) => sum + received, 0)).toBeGreaterThan(SECONDS * 100);

    const first = soak.samples.filter((sample) => sample.process === 'first');
    const quarter = Math.ceil(first.length / 4);
    const least = (samples: typeof first): number => Math.min(...samples.map(({ heap }) => heap));
    expect(least(first.slice(-quarter)) - least(first.slice(0, quarter))).toBeLessThan(MAX_GROWTH_BYTES);
    expect(first.at(-1)?.descriptors).toBeLessThan((first[0]?.descriptors ?? 0) + 10);
  },
);
