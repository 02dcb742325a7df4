import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TotalWeight, WeighedQueue } from '../../src/queue/weighed-queue.js';

type Step =
  | { readonly do: 'push'; readonly value: number; readonly weight: number }
  | { readonly do: 'remove'; readonly value: number }
  | { readonly do: 'shift' | 'clear' };

const weights = fc.oneof(fc.nat(1000), fc.constantFrom(0, 2 ** 31, 2 ** 40));
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('push' as const), value: fc.nat(20), weight: weights }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('shift' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), value: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  ) as fc.Arbitrary<Step>,
  { maxLength: 200, size: 'max' },
);

describe('a WeighedQueue', () => {
  it('does what an array does, and knows the sum of the weights, alone and together with another one', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const total = new TotalWeight(1000);
        const other = new WeighedQueue<string>(total);
        other.push('other', 7);
        const queue = new WeighedQueue<number>(total);
        let model: { value: number; weight: number }[] = [];
        for (const step of list) {
          if (step.do === 'push') {
            queue.push(step.value, step.weight);
            model.push({ value: step.value, weight: step.weight });
          } else if (step.do === 'shift') {
            expect(queue.shift()).toBe(model.shift()?.value);
          } else if (step.do === 'remove') {
            const index = model.findLastIndex(({ value }) => value === step.value);
            expect(queue.remove(step.value)).toBe(index >= 0);
            if (index >= 0) model.splice(index, 1);
          } else {
            queue.clear();
            model = [];
          }
          const sum = model.reduce((weight, each) => weight + each.weight, 0);
          expect(queue.length).toBe(model.length);
          expect(queue.weight).toBe(sum);
          expect(total.weight).toBe(sum + 7);
          expect(total.exceeded).toBe(sum + 7 > 1000);
          expect([...queue]).toStrictEqual(model.map(({ value }) => value));
        }
      }),
    );
  });

  it('lets go of what was taken out', () => {
    const queue = new WeighedQueue<object>();
    const kept = Array.from({ length: 40 }, (_, index) => ({ index }));
    for (const value of kept) queue.push(value, 1);
    for (const value of kept) expect(queue.shift()).toBe(value);
    expect([queue.shift(), queue.weight]).toStrictEqual([undefined, 0]);
  });
});
