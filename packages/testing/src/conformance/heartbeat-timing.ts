import type { TestOptions } from './socket-classes.js';
import type { Suite } from './suite.js';
import { engineName } from './tested-engine.js';

/**
 * Options for heartbeats, and their timeout in milliseconds. The threads of libzmq go on while this process has no turn: on
 * a busy machine, it must not take the socket in JavaScript for dead.
 */
export function heartbeatTiming({ pair }: Suite): { heartbeat: TestOptions; timeout: number } {
  const names = [engineName(pair.binder), engineName(pair.connecter)];
  const timeout = names.includes('libzmq') ? 1_200 : 250;
  return { heartbeat: { heartbeatInterval: 100, heartbeatTimeout: timeout }, timeout };
}
