import '@zeromq-ts/transports/libzmq';
import type { EngineName } from '@zeromq-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STEPS } from './model/commands.js';
import { World } from './model/world.js';

const { MODEL_SECONDS, MODEL_SEED } = process.env;
const seed = Number(MODEL_SEED ?? 20_261_126);
const RUNS: readonly (readonly [EngineName, number])[] = [
  ['zmtp', 40],
  // A pool on libzmq notices only by silence that a worker has died.
  ['libzmq', 4],
];
/** How long a finding may take to be made smaller, in milliseconds. */
const REPORT_MS = 200_000;

const limits =
  MODEL_SECONDS === undefined
    ? {}
    : { numRuns: 1_000_000, interruptAfterTimeLimit: Number(MODEL_SECONDS) * 1000, markInterruptAsFailure: false };

describe.each(RUNS)(
  'jobs on the engine %s, in random sequences with workers that come, go and die,',
  (engine, numRuns) => {
    it(
      `settle once each, with an outcome that they may have, and leave nothing (seed ${seed})`,
      { timeout: REPORT_MS + Number(MODEL_SECONDS ?? 0) * 1000 },
      async () => {
        let runs = 0;
        const sequence = fc.asyncProperty(fc.commands([...STEPS], { maxCommands: 40 }), async (steps) => {
          runs++;
          const world = await World.open(engine);
          try {
            await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
            await world.finish();
            expect(world.runs.flatMap((run) => world.fault(run) ?? [])).toEqual([]);
          } finally {
            await world.close();
          }
        });
        await fc.assert(sequence, { seed, numRuns, ...limits });
        expect(runs).toBeGreaterThan(0);
      },
    );
  },
);
