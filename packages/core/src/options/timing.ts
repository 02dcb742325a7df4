import { checkDuration, checkSignal } from './call-options.js';

/** Limits how long a call waits. */
export interface WaitOptions {
  /** Milliseconds; `Infinity` waits without limit, 0 does not wait. */
  readonly timeout?: number | undefined;
  /** Aborting it rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** What a call checks that takes {@link WaitOptions}. */
export const WAIT_OPTION_CHECKS = { timeout: checkDuration, signal: checkSignal };
