import type { OptionRules } from './option-rule.js';
import { flagOption } from './option-rule.js';

/** Options of REQ, DEALER and ROUTER. */
export interface ProbeRouterOptions {
  /** Send an empty message over each new connection, so that a ROUTER peer learns of it. Default false. libzmq: `ZMQ_PROBE_ROUTER`. */
  readonly probeRouter?: boolean | undefined;
}

/** @see ProbeRouterOptions */
export const PROBE_ROUTER_OPTIONS = {
  probeRouter: flagOption({ change: 'at once', libzmq: 51 }),
} satisfies OptionRules<ProbeRouterOptions>;
