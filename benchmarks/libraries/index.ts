import type { Library } from './library.js';
import { zeromqNpm } from './zeromq-npm.js';
import { zeromqTs } from './zeromq-ts.js';

/** The libraries to compare; the last is the yardstick. `environment` is what its processes get in addition. */
export const LIBRARIES: readonly { name: string; library: Library; environment: Record<string, string> }[] = [
  { name: 'zeromq-ts (libzmq engine)', library: zeromqTs, environment: { ZMQ_ENGINE: 'libzmq' } },
  { name: 'npm zeromq', library: zeromqNpm, environment: {} },
];
