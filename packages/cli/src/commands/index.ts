import type { Command } from '../grammar/definition.js';
import { BENCH_CONNECT } from './bench-connect/definition.js';
import { BENCH_FANIN } from './bench-fanin/definition.js';
import { BENCH_FANOUT } from './bench-fanout/definition.js';
import { BENCH_LAT } from './bench-lat/definition.js';
import { BENCH_THR } from './bench-thr/definition.js';
import { CERT_NEW } from './cert-new/definition.js';
import { CERT_PUBLIC } from './cert-public/definition.js';
import { CERT_SHOW } from './cert-show/definition.js';
import { CONFIG } from './config/definition.js';
import {
  CONTEXT_EDIT,
  CONTEXT_LS,
  CONTEXT_PREVIOUS,
  CONTEXT_RM,
  CONTEXT_SAVE,
  CONTEXT_SELECT,
  CONTEXT_SHOW,
  CONTEXT_UNSELECT,
  CONTEXT_VALIDATE,
} from './context/definitions.js';
import { CHEAT } from './cheat/definition.js';
import { COMPLETION } from './completion/definition.js';
import { DOCTOR } from './doctor/definition.js';
import { HELP } from './help/definition.js';
import { DASHBOARD } from './dashboard/definition.js';
import { KEYGEN } from './keygen/definition.js';
import { MONITOR } from './monitor/definition.js';
import { PING } from './ping/definition.js';
import { PIPE } from './pipe/definition.js';
import { PROBE } from './probe/definition.js';
import { PROXY } from './proxy/definition.js';
import { RECORD } from './record/definition.js';
import { REPLAY } from './replay/definition.js';
import { REC_CONVERT } from './rec-convert/definition.js';
import { REC_CUT } from './rec-cut/definition.js';
import { REC_INFO } from './rec-info/definition.js';
import { REC_MERGE } from './rec-merge/definition.js';
import { SOCKET_COMMANDS } from './socket-commands.js';
import { TOP } from './top/definition.js';
import { VERSION_COMMAND } from './version/definition.js';

/** All commands, in the order in which help lists them. The code of each is loaded when it is called. */
export const COMMANDS: readonly Command[] = [
  ...SOCKET_COMMANDS,
  { definition: PROBE, load: () => import('./probe/run.js') },
  { definition: PING, load: () => import('./ping/run.js') },
  { definition: MONITOR, load: () => import('./monitor/run.js') },
  { definition: DOCTOR, load: () => import('./doctor/run.js') },
  { definition: KEYGEN, load: () => import('./keygen/run.js') },
  { definition: CERT_NEW, load: () => import('./cert-new/run.js') },
  { definition: CERT_SHOW, load: () => import('./cert-show/run.js') },
  { definition: CERT_PUBLIC, load: () => import('./cert-public/run.js') },
  { definition: BENCH_THR, load: () => import('./bench-thr/run.js') },
  { definition: BENCH_LAT, load: () => import('./bench-lat/run.js') },
  { definition: BENCH_FANOUT, load: () => import('./bench-fanout/run.js') },
  { definition: BENCH_FANIN, load: () => import('./bench-fanin/run.js') },
  { definition: BENCH_CONNECT, load: () => import('./bench-connect/run.js') },
  { definition: PROXY, load: () => import('./proxy/run.js') },
  { definition: PIPE, load: () => import('./pipe/run.js') },
  { definition: DASHBOARD, load: () => import('./dashboard/run.js') },
  { definition: RECORD, load: () => import('./record/run.js') },
  { definition: REPLAY, load: () => import('./replay/run.js') },
  { definition: REC_INFO, load: () => import('./rec-info/run.js') },
  { definition: REC_CUT, load: () => import('./rec-cut/run.js') },
  { definition: REC_MERGE, load: () => import('./rec-merge/run.js') },
  { definition: REC_CONVERT, load: () => import('./rec-convert/run.js') },
  { definition: TOP, load: () => import('./top/run.js') },
  { definition: CONTEXT_SAVE, load: () => import('./context/save.js') },
  { definition: CONTEXT_LS, load: () => import('./context/list.js') },
  { definition: CONTEXT_SHOW, load: () => import('./context/show.js') },
  { definition: CONTEXT_SELECT, load: () => import('./context/select.js') },
  { definition: CONTEXT_UNSELECT, load: () => import('./context/unselect.js') },
  { definition: CONTEXT_PREVIOUS, load: () => import('./context/previous.js') },
  { definition: CONTEXT_RM, load: () => import('./context/remove.js') },
  { definition: CONTEXT_EDIT, load: () => import('./context/edit.js') },
  { definition: CONTEXT_VALIDATE, load: () => import('./context/validate.js') },
  { definition: CONFIG, load: () => import('./config/run.js') },
  { definition: CHEAT, load: () => import('./cheat/run.js') },
  { definition: COMPLETION, load: () => import('./completion/run.js') },
  { definition: HELP, load: () => import('./help/run.js') },
  { definition: VERSION_COMMAND, load: () => import('./version/run.js') },
];
