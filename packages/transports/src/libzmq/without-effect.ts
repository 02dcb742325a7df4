import type { ResolvedOptions } from '@zeromq-ts/core/spi';
import { OPTION_TABLE } from '@zeromq-ts/core/spi';

/** Limits in bytes: libzmq counts messages, and has no limit for subscriptions. */
const UNKNOWN = [
  'sendHighWaterMarkBytes',
  'receiveHighWaterMarkBytes',
  'maxIncomingBytes',
  'maxSubscriptionBytes',
] as const satisfies readonly (keyof ResolvedOptions)[];

/** What to say of options that were given and change nothing. */
export function withoutEffect(options: ResolvedOptions): string | undefined {
  const given = UNKNOWN.filter((name) => options[name] !== OPTION_TABLE[name].fallback);
  if (given.length === 0) return undefined;
  const [subject, verb] = given.length === 1 ? [given[0], 'has'] : [given.join(', '), 'have'];
  return (
    `${subject} ${verb} no effect on the engine libzmq, which limits messages by their number and not by their bytes. ` +
    'Leave it out, or choose the engine zmtp.'
  );
}
