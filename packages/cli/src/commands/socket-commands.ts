import type { Command } from '../grammar/definition.js';
import { DEALER_COMMAND } from './dealer/definition.js';
import { PAIR_COMMAND } from './pair/definition.js';
import { PUB_COMMAND } from './pub/definition.js';
import { PULL_COMMAND } from './pull/definition.js';
import { PUSH_COMMAND } from './push/definition.js';
import { REP_COMMAND } from './rep/definition.js';
import { REQ_COMMAND } from './req/definition.js';
import { ROUTER_COMMAND } from './router/definition.js';
import { SUB_COMMAND } from './sub/definition.js';
import { XPUB_COMMAND } from './xpub/definition.js';
import { XSUB_COMMAND } from './xsub/definition.js';

/** The commands that send and receive: those that scripts start again and again. The others are not loaded for them. */
export const SOCKET_COMMANDS: readonly Command[] = [
  { definition: PUB_COMMAND, load: () => import('./pub/run.js') },
  { definition: SUB_COMMAND, load: () => import('./sub/run.js') },
  { definition: REQ_COMMAND, load: () => import('./req/run.js') },
  { definition: REP_COMMAND, load: () => import('./rep/run.js') },
  { definition: PUSH_COMMAND, load: () => import('./push/run.js') },
  { definition: PULL_COMMAND, load: () => import('./pull/run.js') },
  { definition: DEALER_COMMAND, load: () => import('./dealer/run.js') },
  { definition: ROUTER_COMMAND, load: () => import('./router/run.js') },
  { definition: PAIR_COMMAND, load: () => import('./pair/run.js') },
  { definition: XPUB_COMMAND, load: () => import('./xpub/run.js') },
  { definition: XSUB_COMMAND, load: () => import('./xsub/run.js') },
];
