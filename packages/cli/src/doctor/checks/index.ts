import type { Check } from '../check.js';
import { clockCheck } from './clock.js';
import { enginesCheck } from './engines.js';
import { environmentCheck } from './environment.js';
import { limitsCheck } from './limits.js';
import { networkCheck } from './network.js';
import { packagesCheck } from './packages.js';
import { runtimeCheck } from './runtime.js';
import { securityCheck } from './security.js';
import { transportsCheck } from './transports.js';

/** The checks of this machine and this project, in the order in which they are shown. */
export const MACHINE_CHECKS: readonly Check[] = [
  runtimeCheck,
  packagesCheck,
  enginesCheck,
  environmentCheck,
  limitsCheck,
  networkCheck,
  clockCheck,
  transportsCheck,
  securityCheck,
];
