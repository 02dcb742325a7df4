import { createRequire } from 'node:module';
import type { Check, Row } from '../check.js';
import { findPackages } from '../find-packages.js';
import { libzmqProblem } from './transports.js';

/** What is known of the npm package once it is loaded. */
interface Binding {
  readonly version?: string;
  readonly capability?: Readonly<Record<string, boolean>>;
}

/** Which engines there are, and what they can do. */
export const enginesCheck: Check = {
  id: 'engines',
  run: async ({ project }) => [
    {
      id: 'zmtp',
      status: 'ok',
      what: 'the engine in TypeScript: tcp, ipc, inproc, and ws with its package; NULL, PLAIN, CURVE',
    },
    await libzmqRow(project),
  ],
};

async function libzmqRow(project: string): Promise<Row> {
  const id = 'libzmq';
  const problem = await libzmqProblem();
  if (problem === undefined) return { id, status: 'ok', what: describe(loadedBinding()) };
  const isMissing = (problem.cause as { code?: string } | undefined)?.code === 'MODULE_NOT_FOUND';
  if (process.versions['bun'] !== undefined) return { id, status: 'skip', what: problem.message };
  if (!isMissing) return { id, status: 'warn', what: problem.message, hint: 'the engine zmtp needs no native code' };
  const own = (await findPackages(project)).find(({ name }) => name === 'zeromq');
  const there = own === undefined ? '' : `; the project has zeromq ${own.version}`;
  return { id, status: 'skip', what: `the npm package zeromq is not installed beside this program${there}` };
}

function describe({ version, capability = {} }: Binding): string {
  const able = Object.entries(capability)
    .filter(([, has]) => has)
    .map(([name]) => name);
  const what = version === undefined ? 'the C library' : `the C library ${version}`;
  return able.length === 0 ? what : `${what}: ${able.toSorted().join(', ')}`;
}

/** The npm package, where the engine has loaded it from. */
function loadedBinding(): Binding {
  const { cache } = createRequire(import.meta.url);
  const file = Object.keys(cache ?? {}).find((each) => /[\\/]zeromq[\\/](?:lib|build)[\\/]index\.js$/.test(each));
  return (file === undefined ? undefined : (cache[file]?.exports as Binding | undefined)) ?? {};
}
