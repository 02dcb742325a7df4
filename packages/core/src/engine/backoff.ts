import { MAX_DURATION_MS } from '../options/option-rule.js';
import { random as randomNumber } from '../runtime/random.js';
import type { LinkFailure } from '../transport/transport.js';

/** The minimum and maximum delay before an incompatible peer is retried, in milliseconds. */
const MIN_REFUSED_INTERVAL_MS = 1000;
const MAX_REFUSED_INTERVAL_MS = 30_000;

/** The options that say how soon. */
export interface BackoffOptions {
  readonly reconnectInterval: number;
  readonly reconnectMaxInterval: number;
}

/**
 * How long to wait before the next attempt to reach a peer (RFC 37, "Error Handling": "a short, randomized delay").
 *
 * Without `reconnectMaxInterval`, the interval and a random part of up to as much again, as libzmq does. With it, the
 * interval doubles with each failure. A peer that has refused this socket, or does not talk ZMTP, is left alone for
 * longer, but never given up: it may be restarted with other settings.
 */
export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #failures = 0;

  /** @param random A number from 0 up to 1; given by tests. */
  constructor(options: BackoffOptions, random: () => number = randomNumber) {
    this.#options = options;
    this.#random = random;
  }

  /** Milliseconds until the next attempt, no more than a timer takes; `Infinity` for never. */
  next(kind: LinkFailure['kind']): number {
    const { reconnectInterval, reconnectMaxInterval } = this.#options;
    const doubled = 2 ** Math.min(this.#failures++, 30);
    if (reconnectInterval === Infinity) return Infinity;
    let interval = reconnectInterval;
    if (reconnectMaxInterval > reconnectInterval) {
      interval = Math.min(Math.max(interval, 1) * doubled, reconnectMaxInterval);
    }
    if (kind === 'refused')
      interval = Math.max(interval, Math.min(MIN_REFUSED_INTERVAL_MS * doubled, MAX_REFUSED_INTERVAL_MS));
    return Math.min(Math.round(interval + this.#random() * interval), MAX_DURATION_MS);
  }

  /** An attempt has succeeded. */
  reset(): void {
    this.#failures = 0;
  }
}
