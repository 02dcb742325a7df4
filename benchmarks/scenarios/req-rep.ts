import { quantile } from '../median.js';
import { runPair } from '../pair-run.js';
import type { Scenario } from './scenario.js';

const COUNT = 10_000;

/** The median time of a round trip from a REQ to a REP in another process and back. */
export const REQ_REP: readonly Scenario[] = [64, 1024].map((size) => ({
  name: `req-rep tcp ${size} B`,
  unit: 'µs',
  larger: false,
  async run(library) {
    const times = await runPair(library, { binds: 'reply', connects: 'request' }, COUNT, size);
    return quantile(times.slice(COUNT / 10));
  },
}));
