import type { OptionRules } from './option-rule.js';
import { flagOption } from './option-rule.js';

/** Options of PUSH, PULL, PUB, SUB and DEALER. */
export interface ConflateOptions {
  /** Keep only the newest message for each peer; for messages of one frame. Default false. libzmq: `ZMQ_CONFLATE`. */
  readonly conflate?: boolean | undefined;
}

/** @see ConflateOptions */
export const CONFLATE_OPTIONS = {
  conflate: flagOption({ change: 'new endpoints', libzmq: 54 }),
} satisfies OptionRules<ConflateOptions>;
