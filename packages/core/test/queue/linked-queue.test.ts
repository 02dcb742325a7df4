import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkedQueue, type QueueEntry } from '../../src/spi.js';

type Step = { readonly do: 'push' | 'remove'; readonly value: number } | { readonly do: 'shift' };

const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('push' as const), value: fc.nat() }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('remove' as const), value: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('shift' as const) }) },
  ) as fc.Arbitrary<Step>,
  { maxLength: 200, size: 'max' },
);

describe('a LinkedQueue', () => {
  it('does what an array does', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const queue = new LinkedQueue<number>();
        const entries: QueueEntry<number>[] = [];
        const model: QueueEntry<number>[] = [];
        for (const step of list) {
          if (step.do === 'push') {
            const entry = queue.push(step.value);
            entries.push(entry);
            model.push(entry);
          } else if (step.do === 'shift') {
            expect(queue.shift()).toBe(model.shift());
          } else if (entries.length > 0) {
            const entry = entries[step.value % entries.length] as QueueEntry<number>;
            const index = model.indexOf(entry);
            expect(queue.remove(entry)).toBe(index >= 0);
            if (index >= 0) model.splice(index, 1);
          }
          expect(queue.length).toBe(model.length);
        }
        expect(entries.filter((entry) => entry.queued)).toEqual(model);
        for (const entry of model) expect(queue.shift()).toBe(entry);
        expect(queue.shift()).toBeUndefined();
      }),
    );
  });
});
