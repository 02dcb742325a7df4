import { RUNTIMES, find } from '../runtimes/runtimes.mjs';

/** The releases of Node that loaders are tried on: the one that runs the tests always, others where `RUNTIMES` has them. */
export const nodes = RUNTIMES.filter(({ title }) => title === 'Node').map((runtime) => ({
  name: runtime.name,
  ...find(runtime),
}));
