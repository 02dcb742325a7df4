import { COLD_START } from './cold-start.js';
import { COMMAND_LINE } from './command-line.js';
import { CURVE } from './curve.js';
import { DEALER_ROUTER } from './dealer-router.js';
import { DROP_IN } from './drop-in.js';
import { FAIRNESS } from './fairness.js';
import { INPROC } from './inproc.js';
import { MEMORY } from './memory.js';
import { MULTIPART } from './multipart.js';
import { PROXY } from './proxy.js';
import { PUB_SUB } from './pub-sub.js';
import { PUSH_PULL } from './push-pull.js';
import { REQ_REP } from './req-rep.js';
import { RPC } from './rpc.js';
import { SCALE } from './scale.js';
import { WEBSOCKET } from './websocket.js';
import { WORKERS_SCENARIO } from './workers.js';
import type { Scenario } from './scenario.js';

export const SCENARIOS: readonly Scenario[] = [
  PUSH_PULL,
  REQ_REP,
  DEALER_ROUTER,
  INPROC,
  PUB_SUB,
  MULTIPART,
  SCALE,
  COLD_START,
  MEMORY,
  FAIRNESS,
  CURVE,
  DROP_IN,
  PROXY,
  RPC,
  WORKERS_SCENARIO,
  WEBSOCKET,
  COMMAND_LINE,
];
