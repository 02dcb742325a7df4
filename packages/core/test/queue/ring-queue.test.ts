import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingQueue } from '../../src/spi.js';

type Step = { readonly do: 'push'; readonly value: number } | { readonly do: 'shift' | 'clear' };

const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('push' as const), value: fc.nat(20) }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('shift' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
  ) as fc.Arbitrary<Step>,
  { maxLength: 200, size: 'max' },
);

describe('a RingQueue', () => {
  it('does what an array does', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const queue = new RingQueue<number>();
        let model: number[] = [];
        for (const step of list) {
          if (step.do === 'push') {
            queue.push(step.value);
            model.push(step.value);
          } else if (step.do === 'shift') {
            expect(queue.shift()).toBe(model.shift());
          } else {
            queue.clear();
            model = [];
          }
          expect(queue.length).toBe(model.length);
          expect(queue.peek()).toBe(model[0]);
          expect([...queue]).toStrictEqual(model);
        }
      }),
    );
  });

  it('lets go of what was taken out', () => {
    const queue = new RingQueue<object>();
    const kept = Array.from({ length: 40 }, (_, index) => ({ index }));
    for (const value of kept) queue.push(value);
    for (const value of kept) expect(queue.shift()).toBe(value);
    expect(queue.shift()).toBeUndefined();
    expect(queue.peek()).toBeUndefined();
  });
});
