import { runConnects, runListener } from './connect-role.js';
import { runEcho } from './echo-role.js';
import { runLatency } from './latency-role.js';
import { runReceiver } from './receive-role.js';
import type { RoleOptions, RoleResult } from './role.js';
import { runSender } from './send-role.js';

/** What is measured. */
export type BenchKind = 'thr' | 'lat' | 'fanout' | 'fanin' | 'connect';

type Role = (options: RoleOptions) => Promise<RoleResult>;

/** What each side does. */
export const ROLES: Readonly<Record<BenchKind, { readonly send: Role; readonly receive: Role }>> = {
  thr: { send: runSender, receive: runReceiver },
  fanout: { send: runSender, receive: runReceiver },
  fanin: { send: runSender, receive: runReceiver },
  lat: { send: runLatency, receive: runEcho },
  connect: { send: runConnects, receive: runListener },
};
