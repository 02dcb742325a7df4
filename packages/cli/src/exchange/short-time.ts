import type { GivenTime } from '../grammar/parsed.js';

/** Who gives a time below this may have meant seconds. */
const SHORT_MS = 50;

/**
 * What to say when so short a time is over: a number alone is milliseconds. `undefined` for a longer one, and for one that
 * was given with its unit.
 */
export function hintOfShortTime({ ms, hasUnit }: GivenTime): string | undefined {
  return ms < SHORT_MS && !hasUnit
    ? `a number alone is milliseconds: ${ms}s is ${ms} ${ms === 1 ? 'second' : 'seconds'}`
    : undefined;
}
