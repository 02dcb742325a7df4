import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SmallSet } from '../../src/queue/small-set.js';

describe('a SmallSet', () => {
  it('has the members of a Set in its order, however many they are', () => {
    const operations = fc.array(fc.tuple(fc.boolean(), fc.nat(40)), { maxLength: 200 });
    fc.assert(
      fc.property(operations, (all) => {
        const [small, model] = [new SmallSet<number>(), new Set<number>()];
        for (const [adds, member] of all) {
          if (adds) {
            small.add(member);
            model.add(member);
          } else {
            expect(small.delete(member)).toBe(model.delete(member));
          }
          expect(small.size).toBe(model.size);
          expect(small.members()).toEqual([...model]);
        }
      }),
    );
  });

  it('gives a copy of its members, so that they may leave meanwhile', () => {
    const set = new SmallSet<string>();
    for (const member of ['a', 'b', 'c']) set.add(member);
    for (const member of set.members()) expect(set.delete(member)).toBe(true);
    expect(set.members()).toEqual([]);
  });
});
