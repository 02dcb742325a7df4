import '@zeromq-ts/transports/libzmq';
import type { EngineName } from '@zeromq-ts/core';
import { describe, it } from 'vitest';
import { SEED, takeRandomSteps, TIMEOUT_MS } from '../model/random-steps.js';
import { STEPS } from './model/commands.js';
import { RpcWorld } from './model/world.js';

const RUNS: readonly (readonly [EngineName, number])[] = [
  ['zmtp', 40],
  ['libzmq', 10],
];

describe.each(RUNS)(
  'calls on the engine %s, in random sequences with cancellations and lost servers,',
  (engine, numRuns) => {
    it(
      `settle once each, with an outcome that they may have, and leave nothing (seed ${SEED})`,
      { timeout: TIMEOUT_MS },
      () => takeRandomSteps(STEPS, () => RpcWorld.open(engine, 2), numRuns),
    );
  },
);
