import '@zeromq-ts/transports/libzmq';
import '@zeromq-ts/transports/zmtp';
import { describe, expect, it } from 'vitest';
import type { Transport } from './transports.js';
import { REGRESSIONS } from './regressions.js';
import { SETTLE_TIMEOUT_MS, runScenario } from './run.js';
import type { EngineName, Scenario } from './scenario.js';

/** Engines of the left and of the right side, and the transports that they are tried over. */
const PAIRS: readonly (readonly [EngineName, EngineName, readonly Transport[]])[] = [
  ['zmtp', 'zmtp', ['tcp', 'ipc', 'inproc']],
  ['zmtp', 'libzmq', ['tcp', 'ipc']],
  ['libzmq', 'zmtp', ['tcp', 'ipc']],
];

const withLibzmq = process.env['WITHOUT_ZEROMQ'] === undefined;

/** The same sequence between other engines, and over another transport. */
function between(scenario: Scenario, left: EngineName, right: EngineName, transport: Transport): Scenario {
  const sockets = scenario.sockets.map((plan) => ({ ...plan, engine: plan.side === 'left' ? left : right }));
  return { ...scenario, transport, sockets };
}

for (const [left, right, transports] of PAIRS) {
  const needsLibzmq = left === 'libzmq' || right === 'libzmq';
  describe.skipIf(needsLibzmq && !withLibzmq)(`sequences that once showed a fault, ${left} with ${right}`, () => {
    for (const [title, scenario] of Object.entries(REGRESSIONS)) {
      // Long enough for a finding to be told before the time of the test is over.
      it.each(transports)(`${title}, over %s`, { timeout: 3 * SETTLE_TIMEOUT_MS }, async (transport) => {
        expect(await runScenario(between(scenario, left, right, transport))).toBeUndefined();
      });
    }
  });
}
