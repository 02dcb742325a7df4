// @module-tag slow

import { expect, it } from 'vitest';
import { fuzz } from './fuzz.js';

const seconds = Number(process.env['FUZZ_SECONDS'] ?? 0);
const seed = Number(process.env['FUZZ_SEED'] ?? (seconds === 0 ? 1 : Date.now() % 2 ** 31));

it(
  'A-01 A-03 A-04 A-05 A-09 A-23 F-15 nothing that a peer sends does more than being refused',
  { timeout: 1_000 * seconds + 60_000 },
  () => {
    const report = fuzz(seed, seconds === 0 ? { cases: 600 } : { duration: 1_000 * seconds });
    if (seconds > 0) console.log(`seed ${seed}:`, report);
    expect(report.refusedEarly).toBeGreaterThan(0);
    expect(report.refusedLate).toBeGreaterThan(0);
    expect(report.taken).toBeGreaterThan(0);
    expect(report.told).toBeGreaterThan(0);
  },
);
