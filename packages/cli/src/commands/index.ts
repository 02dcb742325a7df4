import type { Command } from '../grammar/definition.js';
import { COMPLETION } from './completion/definition.js';
import { HELP } from './help/definition.js';
import { VERSION_COMMAND } from './version/definition.js';

/** All commands, in the order in which help lists them. The code of each is loaded when it is called. */
export const COMMANDS: readonly Command[] = [
  { definition: COMPLETION, load: () => import('./completion/run.js') },
  { definition: HELP, load: () => import('./help/run.js') },
  { definition: VERSION_COMMAND, load: () => import('./version/run.js') },
];
