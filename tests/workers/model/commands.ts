import fc from 'fast-check';
import { conducts, step, type Step, turns } from '../../model/random-steps.js';
import type { WorkersWorld } from './world.js';

const keys = fc.option(fc.constantFrom('a', 'b'), { nil: undefined });

export const STEPS: readonly fc.Arbitrary<Step<WorkersWorld>>[] = [
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.nat({ max: 2 }))
    .map(([concurrency, prefetch]) =>
      step(`hire ${concurrency} ${prefetch}`, (world) => world.hire(concurrency, prefetch)),
    ),
  fc
    .tuple(conducts, keys)
    .map(([conduct, key]) => step(`run ${conduct} ${key ?? ''}`, (world) => world.run(conduct, key))),
  conducts.map((conduct) => step(`run ${conduct}`, (world) => world.run(conduct))),
  fc.nat({ max: 30 }).map((back) =>
    step(`cancel ${back}`, (world) => {
      const run = world.runs.at(-1 - back);
      if (run !== undefined) world.cancel(run);
    }),
  ),
  fc.constant(step('release', (world) => world.release())),
  fc.nat({ max: 3 }).map((index) =>
    step(`kill ${index}`, (world) => {
      const worker = world.workers[index];
      return worker === undefined ? undefined : world.kill(worker);
    }),
  ),
  fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(0, Infinity)).map(([index, timeout]) =>
    step(`dismiss ${index} ${timeout}`, (world) => {
      const worker = world.workers[index];
      if (worker !== undefined) world.dismiss(worker, timeout);
    }),
  ),
  turns(),
];
