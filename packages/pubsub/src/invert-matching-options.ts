import type { OptionRules } from '@zeromq-ts/core/spi';
import { flagOption } from '@zeromq-ts/core/spi';

/** Options of PUB, XPUB, SUB and XSUB. */
export interface InvertMatchingOptions {
  /**
   * Deliver messages that do not match a subscription; set it on both sides. Default false. libzmq:
   * `ZMQ_INVERT_MATCHING`.
   */
  readonly invertMatching?: boolean | undefined;
}

/** @see InvertMatchingOptions */
export const INVERT_MATCHING_OPTIONS = {
  invertMatching: flagOption({ change: 'at once', libzmq: 74 }),
} satisfies OptionRules<InvertMatchingOptions>;
