import { describe, expect, it, onTestFinished } from 'vitest';
import { CloseDeadline } from '../../src/life/close-deadline.js';
import { MAX_DURATION_MS } from '../../src/options/option-rule.js';

/** A deadline, and what resolves when it is over. */
function deadline() {
  let count = 0;
  let resolve = (): void => {};
  const expired = new Promise<void>((over) => (resolve = over));
  const made = new CloseDeadline(() => {
    count++;
    resolve();
  });
  onTestFinished(() => made.end());
  return { deadline: made, expired, count: () => count };
}

describe('the deadline of a close', () => {
  it('is the earliest that a call asks for, whatever comes before and after', async () => {
    const { deadline: made, expired, count } = deadline();
    made.called({});
    made.called({ timeout: MAX_DURATION_MS });
    made.called({ timeout: 5 });
    made.called({ timeout: MAX_DURATION_MS });
    made.called({ timeout: Infinity });
    made.called({});
    await expired;
    made.called({ timeout: 0 });
    await later();
    expect(count()).toBe(1);
  });

  it('is never over after the end', async () => {
    const { deadline: made, count } = deadline();
    made.called({ timeout: 0 });
    made.end();
    made.called({ timeout: 0 });
    await later();
    expect(count()).toBe(0);
  });

  it.each([-1, Number.NaN, MAX_DURATION_MS + 1, '5'])('is refused with a timeout of %s', (timeout) => {
    expect(() => deadline().deadline.called({ timeout: timeout as number })).toThrow(/timeout/u);
  });

  it('is refused with an option that there is not', () => {
    expect(() => deadline().deadline.called({ linger: 5 } as never)).toThrow(/linger/u);
  });
});

/** After all timers that are due by now: a timer that is set later with the same delay fires later. */
function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
