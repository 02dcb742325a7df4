import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventLoopBudget, RECEIVE } from '../../src/turn/event-loop-budget.js';

/** Longer than operations may be answered at once in one turn. */
const UNIT_MS = 5;

/** What the budget reads as the time. Only work takes time: what else the machine computes does not count. */
let time = 0;

beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => time);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** It takes as long in fact, so that timers become due. */
function work(): void {
  const end = process.hrtime.bigint() + BigInt(UNIT_MS * 1e6);
  while (process.hrtime.bigint() < end);
  time += UNIT_MS;
}

describe('EventLoopBudget', () => {
  it('resumes an operation after the timers that became due while the turn was used up', async () => {
    const budget = new EventLoopBudget();
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
    const budget = new EventLoopBudget();
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

  /** How many units of work a loop does before it has to give way, counting an operation before each. */
  function unitsAtOnce(budget: EventLoopBudget): number {
    let units = 0;
    while (budget.spend()) {
      work();
      units++;
    }
    return units;
  }

  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  function fast(budget: EventLoopBudget, operations: number): void {
    for (let left = operations; left > 0; left--) budget.spend();
  }

  it('notices the first change from fast to slow work within a turn after sixteen units, and later ones after two', async () => {
    const budget = new EventLoopBudget();
    const noticed: number[] = [];
    for (let round = 0; round < 4; round++) {
      fast(budget, 40);
      noticed.push(unitsAtOnce(budget));
      await nextTurn();
      // The first unit of a turn is what tells it from a pause of the garbage collector.
      unitsAtOnce(budget);
      await nextTurn();
    }
    expect(noticed[0]).toBeLessThanOrEqual(16);
    expect(Math.max(...noticed.slice(1))).toBeLessThanOrEqual(2);
  });

  for (const perUnit of [1, 2, 3, 5, 8, 15, 16, 17, 31, 40]) {
    it(`does one unit of slow work in a turn, when each begins with a call that waits and has ${perUnit} in all`, async () => {
      const budget = new EventLoopBudget();
      const unitsPerTurn: number[] = [];
      for (let turn = 0; turn < 8; turn++) {
        let units = 0;
        while (budget.spend()) {
          for (let left = perUnit - 1; left > 0; left--) budget.note();
          work();
          units++;
        }
        unitsPerTurn.push(units);
        await nextTurn();
      }
      // The first may end in the middle of a stride.
      expect(Math.max(...unitsPerTurn.slice(1))).toBe(1);
    });
  }

  it('notices slow work between synchronous operations and others as soon as that between others', async () => {
    const budget = new EventLoopBudget();
    for (let left = 1000; left > 0; left--) {
      budget.spend();
      budget.note();
    }
    await nextTurn();
    for (let left = 40; left > 0; left--) {
      budget.spend();
      budget.note();
    }
    let units = 0;
    while (budget.spend()) {
      budget.note();
      work();
      units++;
    }
    expect(units).toBeLessThanOrEqual(8);
  });

  it('looks at the clock when something comes, however fast the operations before were', () => {
    const budget = new EventLoopBudget();
    fast(budget, 40);
    let units = 0;
    while (budget.wake(RECEIVE)) {
      work();
      units++;
    }
    expect(units).toBe(1);
  });

  it('answers one of those who ask at once, and the others when that one has run', async () => {
    const budget = new EventLoopBudget();
    const order: string[] = [];
    const ask = (name: string): void => {
      const answer = (): void => void Promise.resolve().then(() => order.push(name));
      if (budget.spendAlone(RECEIVE)) {
        budget.answered(RECEIVE);
        answer();
      } else {
        budget.defer(() => {
          order.push(`resume ${name}`);
          answer();
        });
      }
    };
    for (const name of ['a', 'b', 'c', 'd']) ask(name);
    while (!order.includes('d')) await nextTurn();
    expect(order).toEqual(['a', 'resume b', 'b', 'resume c', 'resume d', 'c', 'd']);
  });

  it('resumes no more in a turn that has become a long one', async () => {
    const budget = new EventLoopBudget();
    const turns: number[] = [];
    let turn = 0;
    let counting = setImmediate(function count() {
      turn++;
      counting = setImmediate(count);
    });
    await new Promise<void>((resolve) => {
      for (let index = 0; index < 4; index++) {
        budget.defer(() => {
          turns.push(turn);
          void Promise.resolve().then(work);
          if (turns.length === 4) resolve();
        });
      }
    });
    clearImmediate(counting);
    expect(new Set(turns).size).toBe(4);
  });
});
