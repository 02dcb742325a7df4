import { describe, expect, it } from 'vitest';
import { TurnBudget } from '../../src/turn/turn-budget.js';

/** Longer than operations may be answered at once in one turn. */
const UNIT_MS = 5;

function work(): void {
  const end = performance.now() + UNIT_MS;
  while (performance.now() < end);
}

describe('TurnBudget', () => {
  it('resumes an operation after the timers that became due while the turn was used up', async () => {
    const budget = new TurnBudget();
    const order: string[] = [];
    // In the phase of timers: the immediates of this round of the event loop come before the next timers.
    await new Promise<void>((resolve) => {
      setTimeout(() => {
        setTimeout(() => order.push('timer'), 1);
        budget.spend();
        work();
        expect(budget.spend()).toBe(false);
        budget.defer(() => {
          order.push('resumed');
          resolve();
        });
      }, 1);
    });
    expect(order).toEqual(['timer', 'resumed']);
  });

  it('resumes one operation in each round of the event loop, in order', async () => {
    const budget = new TurnBudget();
    const order: string[] = [];
    const ticking = setInterval(() => order.push('timer'), 1);
    await new Promise<void>((resolve) => {
      const resume = (name: string, last: boolean): void => {
        order.push(name);
        work();
        budget.spend();
        if (last) resolve();
      };
      budget.spend();
      work();
      budget.spend();
      for (const name of ['a', 'b', 'c']) budget.defer(() => resume(name, name === 'c'));
    });
    clearInterval(ticking);
    expect(order.filter((each) => each !== 'timer')).toEqual(['a', 'b', 'c']);
    expect(order.join(' ')).toMatch(/a (timer )+b (timer )+c/);
  });
});
