import { runPair } from '../pair-run.js';
import type { Scenario } from './scenario.js';

/** Messages a second from a PUSH to a PULL in another process, one `await` each at both ends. */
export const PUSH_PULL: readonly Scenario[] = [
  { size: 10, count: 200_000 },
  { size: 128, count: 200_000 },
  { size: 1024, count: 100_000 },
  { size: 65_536, count: 10_000 },
].map(({ size, count }) => ({
  name: `push-pull tcp ${size} B`,
  unit: 'messages/s',
  larger: true,
  async run(library) {
    const [seconds = Number.NaN] = await runPair(library, { binds: 'pull', connects: 'push' }, count, size);
    return (count - 1) / seconds;
  },
}));
