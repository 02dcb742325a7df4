import type { ConflateOptions, SocketOptions } from '@zeromq-ts/core';
import { CONFLATE_OPTIONS } from '@zeromq-ts/core/spi';
import { INVERT_MATCHING_OPTIONS, type InvertMatchingOptions } from './invert-matching-options.js';
import { LAST_VALUE_OPTIONS, type LastValueOptions } from './last-value-options.js';
import { NO_DROP_OPTIONS, type NoDropOptions } from './no-drop-options.js';
import { SUBSCRIPTION_LIMIT_OPTIONS, type SubscriptionLimitOptions } from './subscription-limit-options.js';

/** Options of a `ZMQPublisher`. */
export interface PublisherOptions
  extends
    SocketOptions,
    ConflateOptions,
    InvertMatchingOptions,
    LastValueOptions,
    NoDropOptions,
    SubscriptionLimitOptions {}

/** The rules of the options that only some sockets have. */
export const PUBLISHER_OPTIONS = {
  ...CONFLATE_OPTIONS,
  ...INVERT_MATCHING_OPTIONS,
  ...LAST_VALUE_OPTIONS,
  ...NO_DROP_OPTIONS,
  ...SUBSCRIPTION_LIMIT_OPTIONS,
};
