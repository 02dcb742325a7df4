import '@zeromq-ts/transports/libzmq';
import type { EngineName } from '@zeromq-ts/core';
import { describe, it } from 'vitest';
import { SEED, takeRandomSteps, TIMEOUT_MS } from '../model/random-steps.js';
import { STEPS } from './model/commands.js';
import { WorkersWorld } from './model/world.js';

const RUNS: readonly (readonly [EngineName, number])[] = [
  ['zmtp', 40],
  // A pool on libzmq notices only by silence that a worker has died.
  ['libzmq', 4],
];

describe.each(RUNS)(
  'jobs on the engine %s, in random sequences with workers that come, go and die,',
  (engine, numRuns) => {
    it(
      `settle once each, with an outcome that they may have, and leave nothing (seed ${SEED})`,
      { timeout: TIMEOUT_MS },
      () => takeRandomSteps(STEPS, () => WorkersWorld.open(engine), numRuns),
    );
  },
);
