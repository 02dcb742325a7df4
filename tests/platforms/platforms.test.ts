import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../runtimes/run-checks.js';
import { runChecks } from '../runtimes/run-checks.js';

const AS_PLATFORM = new URL('as-platform.mjs', import.meta.url).href;
const LIMIT = 180_000;

/** The packages take the paths in their code that they take on that platform; what Node itself does is that of this one. */
describe.each([
  { platform: 'win32', transports: ['inproc', 'tcp'], refusesIpc: true },
  { platform: 'darwin', transports: ['inproc', 'ipc', 'tcp'], refusesIpc: false },
])('the built packages, told that they run on $platform', ({ platform, transports, refusesIpc }) => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await runChecks(process.execPath, ['--import', AS_PLATFORM], LIMIT, { AS_PLATFORM: platform });
  }, LIMIT);

  it(`pass every check over ${transports.join(', ')}`, () => {
    const failed = [...outcome.results].filter(([, problem]) => problem !== undefined);
    expect(failed, outcome.complaints).toEqual([]);
    expect(outcome.ending, outcome.complaints).toBe(0);
    expect(new Set([...outcome.results.keys()].map((key) => key.split('\t')[1]))).toEqual(new Set(transports));
  });

  it(refusesIpc ? 'refuse ipc with EPROTONOSUPPORT' : 'take ipc', () => {
    const checked = outcome.results.has('all\tinproc\ton Windows, ipc is refused with EPROTONOSUPPORT');
    expect(checked).toBe(refusesIpc);
  });
});
