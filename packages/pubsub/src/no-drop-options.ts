import type { OptionRules } from '@zeromq-ts/core/spi';
import { flagOption } from '@zeromq-ts/core/spi';

/** Options of PUB and XPUB. */
export interface NoDropOptions {
  /** When a subscriber's queue is full, `send` waits instead of dropping the message for it. Default false. libzmq: `ZMQ_XPUB_NODROP`. */
  readonly noDrop?: boolean | undefined;
}

/** @see NoDropOptions */
export const NO_DROP_OPTIONS = {
  noDrop: flagOption({ change: 'at once', libzmq: 69 }),
} satisfies OptionRules<NoDropOptions>;
