import '@zeromq-ts/transports/libzmq';
import '@zeromq-ts/transports/zmtp';
import { describe, expect, it } from 'vitest';
import { explore, wishesOf } from './explore.js';
import type { EngineName } from './scenario.js';

const { MODEL_SECONDS, MODEL_SEED } = process.env;
const SEED = Number(MODEL_SEED ?? 20_261_126);

/** Milliseconds that a finding may take to be made smaller, beside the time of the run. */
const REPORT_MS = 200_000;

/** What runs in the tests: engines of the left and of the right side, and how many scenarios. */
const SHARES: readonly (readonly [EngineName, EngineName, number])[] = [
  ['zmtp', 'zmtp', 240],
  ['zmtp', 'libzmq', 40],
  ['libzmq', 'zmtp', 40],
];

const withLibzmq = process.env['WITHOUT_ZEROMQ'] === undefined;

describe('the model of the promises', () => {
  if (MODEL_SECONDS === undefined) {
    for (const [left, right, scenarios] of SHARES) {
      it.skipIf(!withLibzmq && (left === 'libzmq' || right === 'libzmq'))(
        `${left} with ${right}: ${scenarios} random sequences keep every promise (seed ${SEED})`,
        { timeout: REPORT_MS },
        async () => {
          const more = (count: number): boolean => count < scenarios;
          const count = await explore({ seed: SEED, wishes: { engines: [left, right] }, more, say: () => {} });
          expect(count).toBe(scenarios);
        },
      );
    }
  } else {
    const seconds = Number(MODEL_SECONDS);
    it(
      `random sequences keep every promise for ${seconds} s (seed ${SEED})`,
      { timeout: seconds * 1000 + REPORT_MS },
      async () => {
        const end = performance.now() + seconds * 1000;
        const more = (): boolean => performance.now() < end;
        const say = (line: string): void => console.log(line);
        expect(await explore({ seed: SEED, wishes: wishesOf(process.env), more, say })).toBeGreaterThan(0);
      },
    );
  }
});
