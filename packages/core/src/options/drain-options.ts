import { checkDuration, checkSignal } from './call-options.js';
import type { WaitOptions } from './timing.js';

/** Options of `drain`. */
export interface DrainOptions extends WaitOptions {
  /** Milliseconds until the socket is closed whatever is left; `Infinity` waits without limit. Default 30 000. */
  readonly timeout?: number | undefined;
  /** Aborting it closes the socket at once, and rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** What `drain` checks. */
export const DRAIN_OPTION_CHECKS = { timeout: checkDuration, signal: checkSignal };

/** The default of `timeout`, in milliseconds: that of the option `linger`. */
export const DEFAULT_DRAIN_TIMEOUT_MS = 30_000;
