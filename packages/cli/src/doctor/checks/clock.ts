import { setTimeout as delay } from 'node:timers/promises';
import { performance } from '@zeromq-ts/core/spi';
import type { Check } from '../check.js';

const SLEEPS = 20;
/** A clock before this shows no time at all: the battery is empty, or nothing has set it. */
const PLAUSIBLE = Date.UTC(2025, 0);

/** The clock, which certificates of wss and recordings need, and how exact timers are. */
export const clockCheck: Check = {
  id: 'clock',
  run: async () => {
    const now = new Date();
    const started = performance.now();
    for (let index = 0; index < SLEEPS; index++) await delay(1);
    const ms = (performance.now() - started) / SLEEPS;
    const what = `${now.toISOString()}; a timer of 1 ms takes ${ms.toFixed(2)} ms`;
    if (now.getTime() >= PLAUSIBLE) return [{ id: 'clock', status: 'ok', what }];
    return [
      { id: 'clock', status: 'warn', what, hint: 'set the clock: certificates of wss are not valid at that time' },
    ];
  },
};
