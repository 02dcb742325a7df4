/** Who gives a time below this may have meant seconds. */
const SHORT_MS = 50;

/** What to say when so short a time is over: a number alone is milliseconds. `undefined` for a longer one. */
export function hintOfShortTime(ms: number): string | undefined {
  return ms < SHORT_MS
    ? `a number alone is milliseconds: ${ms}s is ${ms} ${ms === 1 ? 'second' : 'seconds'}`
    : undefined;
}
