import '@zeromq-ts/transports/zmtp';
import { describe, expect, it } from 'vitest';
import { REGRESSIONS } from './regressions.js';
import { PATIENCE_MS, runScenario } from './run.js';

describe('the model of the promises: sequences that once showed a fault', () => {
  for (const [title, scenario] of Object.entries(REGRESSIONS)) {
    // Long enough for a finding to be told before the time of the test is over.
    it(title, { timeout: 3 * PATIENCE_MS }, async () => {
      expect(await runScenario(scenario)).toBeUndefined();
    });
  }
});
