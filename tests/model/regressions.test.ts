import '@zeromq-ts/transports/zmtp';
import { describe, expect, it } from 'vitest';
import { REGRESSIONS } from './regressions.js';
import { runScenario } from './run.js';

describe('the model of the promises: sequences that once showed a fault', () => {
  for (const [title, scenario] of Object.entries(REGRESSIONS)) {
    it(title, async () => {
      expect(await runScenario(scenario)).toBeUndefined();
    });
  }
});
