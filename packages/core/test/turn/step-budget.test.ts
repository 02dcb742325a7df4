import { describe, expect, it } from 'vitest';
import { StepBudget } from '../../src/turn/step-budget.js';

/** Works for as long. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('StepBudget', () => {
  it('counts steps within a step once', () => {
    const budget = new StepBudget(1000);
    for (let depth = 0; depth < 300; depth++) budget.enter();
    work(5);
    for (let depth = 0; depth < 300; depth++) budget.leave();
    expect(budget.over).toBe(false);
  });

  it('is used up in a long step, and again at hand in a later turn', async () => {
    const budget = new StepBudget(2);
    budget.enter();
    expect(budget.over).toBe(false);
    work(3);
    expect([budget.elapsed() > 2, budget.over, budget.leave() > 2]).toEqual([true, true, true]);
    await new Promise<void>((resolve) => budget.defer(resolve));
    expect(budget.over).toBe(false);
  });

  it('adds up short steps of one turn', () => {
    const budget = new StepBudget(2);
    for (let step = 0; step < 3; step++) {
      budget.enter();
      work(1);
      budget.leave();
    }
    expect(budget.over).toBe(true);
  });

  it('resumes what was put off in its order, each once, in as many turns as it takes', async () => {
    const budget = new StepBudget(1);
    const resumed: number[] = [];
    let turns = 0;
    let counting = setImmediate(function count() {
      turns++;
      counting = setImmediate(count);
    });
    const inTurns = new Set<number>();
    await new Promise<void>((resolve) => {
      for (let index = 0; index < 4; index++) {
        budget.defer(() => {
          budget.enter();
          work(2);
          budget.leave();
          resumed.push(index);
          inTurns.add(turns);
          if (resumed.length === 4) resolve();
        });
      }
    });
    clearImmediate(counting);
    expect(resumed).toEqual([0, 1, 2, 3]);
    expect(inTurns.size).toBe(4);
  });
});
