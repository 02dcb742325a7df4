import { describe, expect, it } from 'vitest';
import { startProgram } from './program.js';

/** In bytes for each message. Machine code and what V8 learns are old from the start: some bytes for each of 5,000. */
const FEW = 180;
/** What is under way at a collection is larger. Before, it was 770. */
const LARGE = 400;
/** Node itself replaces the map of listeners of an AbortSignal, each time that the last one is removed. */
const WITH_SIGNAL = 400;

const CASES = [
  ['requests', 'tcp', FEW],
  ['requests', 'inproc', FEW],
  ['large requests', 'tcp', LARGE],
  ['requests with a limit', 'tcp', WITH_SIGNAL],
  ['iteration', 'tcp', FEW],
  ['publications', 'tcp', FEW],
  ['routed messages', 'tcp', FEW],
  ['pairs', 'tcp', FEW],
] as const;

describe('what is allocated for a message is young when it is collected', () => {
  it.each(CASES)('%s over %s', async (name, transport, limit) => {
    const program = startProgram('zmtp', 'short-lived', name, transport);
    expect(Number(await program.said('OUTLIVES'))).toBeLessThan(limit);
  });
});
