import { checkSignal } from './call-options.js';

/** Options of `messages`. */
export interface MessagesOptions {
  /** Aborting it ends the iteration, without an error. */
  readonly signal?: AbortSignal | undefined;
}

/** What `messages` checks. */
export const MESSAGES_OPTION_CHECKS = { signal: checkSignal };
