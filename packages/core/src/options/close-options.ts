import { checkDuration } from './call-options.js';

/** Options of `close`. */
export interface CloseOptions {
  /** Milliseconds to wait for messages not yet handed over; default: the option `linger`. */
  readonly linger?: number | undefined;
}

/** What a call checks that takes {@link CloseOptions}. */
export const CLOSE_OPTION_CHECKS = { linger: checkDuration };
