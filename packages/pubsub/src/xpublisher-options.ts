import type { SocketOptions } from '@zeromq-ts/core';
import type { OptionRule, OptionRules } from '@zeromq-ts/core/spi';
import { bytesOption, flagOption } from '@zeromq-ts/core/spi';
import { INVERT_MATCHING_OPTIONS, type InvertMatchingOptions } from './invert-matching-options.js';
import { LAST_VALUE_OPTIONS, type LastValueOptions } from './last-value-options.js';
import { NO_DROP_OPTIONS, type NoDropOptions } from './no-drop-options.js';
import { SUBSCRIPTION_LIMIT_OPTIONS, type SubscriptionLimitOptions } from './subscription-limit-options.js';

/** Options of a `ZMQXPublisher`. */
export interface XPublisherOptions
  extends SocketOptions, InvertMatchingOptions, LastValueOptions, NoDropOptions, SubscriptionLimitOptions {
  /**
   * The subscription messages to receive: `null` only those that change the set of topics, `'allSubs'` every
   * subscription, `'allSubsUnsubs'` also every unsubscription. Default null. libzmq: `ZMQ_XPUB_VERBOSE`,
   * `ZMQ_XPUB_VERBOSER`.
   */
  readonly verbosity?: null | 'allSubs' | 'allSubsUnsubs' | undefined;
  /**
   * Subscriptions of peers have no effect until the application, which receives them, calls `subscribe` and
   * `unsubscribe`. Default false. libzmq: `ZMQ_XPUB_MANUAL`.
   */
  readonly manual?: boolean | undefined;
  /**
   * A message sent to each new peer, which receives it if it is subscribed to its topic. Default: none. libzmq:
   * `ZMQ_XPUB_WELCOME_MSG`.
   */
  readonly welcomeMessage?: string | Uint8Array | undefined;
}

type Verbosity = null | 'allSubs' | 'allSubsUnsubs';

const verbosity: OptionRule<Verbosity, Verbosity> = {
  accepts: "null, 'allSubs' or 'allSubsUnsubs'",
  fallback: null,
  change: 'at once',
  // ZMQ_XPUB_VERBOSE also ends what ZMQ_XPUB_VERBOSER has begun (xpub_t::xsetsockopt).
  libzmq: (value) => [value === 'allSubsUnsubs' ? [78, true] : [40, value === 'allSubs']],
  check: (value) => value === null || value === 'allSubs' || value === 'allSubsUnsubs',
};

const welcomeMessage: OptionRule<string | Uint8Array, Uint8Array | undefined> = bytesOption(0, Infinity, {
  change: 'at once',
  libzmq: (value) => [[72, value ?? new Uint8Array(0)]],
});

/** The rules of the options that only some sockets have. */
export const XPUBLISHER_OPTIONS = {
  ...INVERT_MATCHING_OPTIONS,
  ...LAST_VALUE_OPTIONS,
  ...NO_DROP_OPTIONS,
  ...SUBSCRIPTION_LIMIT_OPTIONS,
  verbosity,
  // Subscriptions that count and those that are asked for are kept apart from the beginning.
  manual: flagOption({ libzmq: 71 }),
  welcomeMessage,
} satisfies OptionRules<Omit<XPublisherOptions, keyof SocketOptions>>;
