import type { OptionRules } from '@zeromq-ts/core/spi';
import { integerOption, zmtpOnly } from '@zeromq-ts/core/spi';

const DEFAULT_BYTES = 64 * 2 ** 20;

/** Options of PUB and XPUB. */
export interface LastValueOptions {
  /**
   * The number of topics whose last message is kept. A new subscriber receives the last message of each topic that it has
   * subscribed to, before all later ones; others do not receive it again. The topic is the first frame; messages of one frame
   * are not kept. Above the number, the topic that was sent longest ago is forgotten. Default 0: none is kept. On the engine
   * `zmtp` only.
   */
  readonly lastValueCache?: number | undefined;
  /** The most bytes that the kept messages may have together. Default 67 108 864 (64 MiB). On the engine `zmtp` only. */
  readonly lastValueCacheBytes?: number | undefined;
}

/** @see LastValueOptions */
export const LAST_VALUE_OPTIONS = {
  lastValueCache: integerOption(0, 0, Number.MAX_SAFE_INTEGER, 'topics', { libzmq: zmtpOnly('lastValueCache') }),
  lastValueCacheBytes: integerOption(DEFAULT_BYTES, 0, Number.MAX_SAFE_INTEGER, 'bytes', {
    libzmq: zmtpOnly('lastValueCacheBytes'),
  }),
} satisfies OptionRules<LastValueOptions>;
