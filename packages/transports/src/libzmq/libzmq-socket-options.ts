import type { OpenSocket, ResolvedOptions } from '@zeromq-ts/core/spi';
import type { SubscriptionNews } from './peer-subscriptions.js';

/** The options of socket types that this engine has to know. */
export interface LibzmqSocketOptions extends ResolvedOptions {
  readonly mandatory?: boolean;
  readonly noDrop?: boolean;
  readonly manual?: boolean;
  readonly verbosity?: null | 'allSubs' | 'allSubsUnsubs';
  readonly correlate?: boolean;
  readonly relaxed?: boolean;
}

/** Whether messages are fetched one by one: the last one means something to libzmq, or the next may be replaced. */
export function fetchesSingly({ definition }: OpenSocket, { manual, conflate }: LibzmqSocketOptions): boolean {
  return definition.lockstep !== undefined || manual === true || conflate === true;
}

/** Which subscriptions libzmq reports. */
export function reportedSubscriptions({ manual, verbosity }: LibzmqSocketOptions): SubscriptionNews {
  if (manual === true) return 'accepted';
  return verbosity === 'allSubsUnsubs' ? 'every' : 'changes';
}
