import type { OptionRules, ResolvedOptions } from '@zeromq-ts/core/spi';

/** Limits in bytes: libzmq counts messages, and has no limit for subscriptions. */
const UNKNOWN = ['sendHighWaterMarkBytes', 'receiveHighWaterMarkBytes', 'maxIncomingBytes', 'maxSubscriptionBytes'];

/** What to say of options that were given and change nothing. */
export function withoutEffect(options: ResolvedOptions, rules: OptionRules): string | undefined {
  const values = options as unknown as Readonly<Record<string, unknown>>;
  const given = UNKNOWN.filter((name) => values[name] !== rules[name]?.fallback);
  if (given.length === 0) return undefined;
  const [subject, verb] = given.length === 1 ? [given[0], 'has'] : [given.join(', '), 'have'];
  return (
    `${subject} ${verb} no effect on the engine libzmq, which limits messages by their number and not by their bytes. ` +
    'Leave it out, or choose the engine zmtp.'
  );
}
