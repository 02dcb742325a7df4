import type { OptionRules } from '@zeromq-ts/core/spi';
import { integerOption } from '@zeromq-ts/core/spi';

/** Options of PUB and XPUB. */
export interface SubscriptionLimitOptions {
  /**
   * Bytes that the subscriptions of all peers together may take: their topics, plus 200 for each; 0 for no limit. Above
   * it, the peer whose subscriptions take the most is disconnected, with an `ENOBUFS` in the event `disconnected`.
   * Default 268 435 456 (256 MiB): more than a million subscriptions. No effect on the engine `libzmq`.
   */
  readonly maxSubscriptionBytes?: number | undefined;
}

/** @see SubscriptionLimitOptions */
export const SUBSCRIPTION_LIMIT_OPTIONS = {
  maxSubscriptionBytes: integerOption(256 * 2 ** 20, 0, Number.MAX_SAFE_INTEGER, 'bytes', { change: 'at once' }),
} satisfies OptionRules<SubscriptionLimitOptions>;
