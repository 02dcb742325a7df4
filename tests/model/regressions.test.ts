import '@zeromq-ts/transports/zmtp';
import { describe, expect, it } from 'vitest';
import { REGRESSIONS } from './regressions.js';
import { runScenario } from './run.js';

/** What is known not to hold yet. */
const OPEN: readonly RegExp[] = [/closing peer|peer that closes/, /disconnect drops nothing/, /connected R/];

describe('the model of the promises: sequences that once showed a fault', () => {
  for (const [title, scenario] of Object.entries(REGRESSIONS)) {
    if (OPEN.some((pattern) => pattern.test(title))) it.todo(title);
    else
      it(title, async () => {
        expect(await runScenario(scenario)).toBeUndefined();
      });
  }
});
