import fc from 'fast-check';
import { conducts, step, type Step, turns } from '../../model/random-steps.js';
import type { RpcWorld } from './world.js';

const places = fc.nat({ max: 1 });
const hurry = fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined, freq: 4 });

export const STEPS: readonly fc.Arbitrary<Step<RpcWorld>>[] = [
  fc
    .tuple(fc.constantFrom<'once' | 'again'>('once', 'again'), conducts, hurry)
    .map(([method, conduct, timeout]) =>
      step(`${method} ${conduct} ${timeout ?? ''}`, (world) =>
        world.begin(method, conduct, timeout === undefined ? {} : { timeout }),
      ),
    ),
  // Beyond the window of 64 items as well.
  fc
    .tuple(fc.nat({ max: 200 }), fc.nat({ max: 200 }))
    .map(([to, takes]) => step(`stream ${takes} of ${to}`, (world) => world.begin('count', 'answer', { to, takes }))),
  fc.nat({ max: 30 }).map((back) =>
    step(`cancel ${back}`, (world) => {
      const call = world.calls.at(-1 - back);
      if (call !== undefined) world.cancel(call);
    }),
  ),
  fc.constant(step('release', (world) => world.release())),
  places.map((index) =>
    step(`kill or start ${index}`, (world) => {
      const place = world.places[index];
      if (place === undefined) return undefined;
      return place.server === undefined ? world.restart(place) : world.kill(place);
    }),
  ),
  places.map((index) =>
    step(`reconnect ${index}`, (world) => {
      const place = world.places[index];
      if (place !== undefined) world.reconnect(place);
    }),
  ),
  turns(),
];
