import { type CallOptionChecks, checkAtLeast, checkDuration } from '@zeromq-ts/core/spi';

/** Options of a {@link ReplyCache}. */
export interface ReplyCacheOptions {
  /**
   * How long a reply is kept, in milliseconds: at least as long as a client may repeat its request, which is `timeout` times
   * `retries`. 0 keeps none: only requests that are repeated while the first one is carried out have its reply. Default
   * 60 000.
   */
  readonly ttl?: number | undefined;
  /** How many replies are kept. Above, the oldest is forgotten. Default 10 000. */
  readonly maxReplies?: number | undefined;
  /**
   * How many bytes the kept replies have together, with their keys and what each of their frames costs. Above, the oldest are
   * forgotten; a reply that is larger is not kept. Default 67 108 864 (64 MiB).
   */
  readonly maxBytes?: number | undefined;
}

/** What {@link ReplyCache.stats} returns. */
export interface ReplyCacheStats {
  /** Replies that are kept. */
  readonly replies: number;
  /** Their bytes, with their keys and what each of their frames costs. */
  readonly bytes: number;
  /** Requests that are being carried out. */
  readonly underWay: number;
  /** Requests that had the reply of an earlier one, since the cache was made. */
  readonly repeated: number;
}

export const REPLY_CACHE_OPTION_CHECKS: CallOptionChecks = {
  ttl: checkDuration,
  maxReplies: checkAtLeast(0),
  maxBytes: checkAtLeast(0),
};
