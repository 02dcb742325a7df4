import { expect, it } from 'vitest';
import { LargeSet } from '../src/large-set.js';

it('a LargeSet does what a set does, in parts, A-17', () => {
  const set = new LargeSet<number>();
  const count = 200_000;
  for (let value = 0; value < count; value++) set.add(value);
  expect(set.size).toBe(count);
  for (let value = 0; value < count; value += 2) expect(set.delete(value)).toBe(true);
  expect([set.delete(0), set.delete(-1), set.size]).toStrictEqual([false, false, count / 2]);
  expect([...set].every((value) => value % 2 === 1)).toBe(true);
  for (let value = 1; value < count; value += 2) set.delete(value);
  expect([set.size, [...set]]).toStrictEqual([0, []]);
  set.add(1);
  expect([...set]).toStrictEqual([1]);
});
