import { checkDuration, checkSignal } from './call-options.js';

/** How long to wait, and what ends the waiting early. */
export interface WaitOptions {
  /** Milliseconds; `Infinity` waits for ever, 0 not at all. */
  readonly timeout?: number | undefined;
  /** Aborting it rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** What a call checks that takes {@link WaitOptions}. */
export const WAIT_OPTION_CHECKS = { timeout: checkDuration, signal: checkSignal };
