import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TopicSet } from '../src/topic-set.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const looks = (set: TopicSet, frame: Uint8Array): boolean => set.look(frame, 0, frame.byteLength);

describe('a TopicSet', () => {
  it('has no topic at first, and then what a message may begin with', () => {
    const set = new TopicSet();
    expect(looks(set, bytes('news'))).toBe(false);
    set.add(bytes('news'));
    expect(['news', 'news.today', 'new', 'mews', ''].map((text) => looks(set, bytes(text)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('compares a part of a block alone', () => {
    const set = new TopicSet();
    set.add(bytes('abc'));
    const block = bytes('xxabcd');
    expect([set.look(block, 2, 5), set.look(block, 2, 4), set.look(block, 1, 6)]).toEqual([true, false, false]);
  });

  it('has a topic once, and does not lose others with one that it does not have', () => {
    const set = new TopicSet();
    for (const topic of ['ab', 'ab', 'abcd']) set.add(bytes(topic));
    set.remove(bytes('abc'));
    set.remove(bytes('x'));
    set.remove(bytes('ab'));
    expect([looks(set, bytes('abc')), looks(set, bytes('abcde'))]).toEqual([false, true]);
  });

  it('finds what a list of the same topics finds, whatever is added and removed', () => {
    const topic = fc.array(fc.constantFrom(0, 97, 98, 255), { maxLength: 6 }).map((each) => Uint8Array.from(each));
    const step = fc.record({ add: fc.boolean(), topic });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.array(topic, { minLength: 1, maxLength: 20 }),
        (steps, frames) => {
          const set = new TopicSet();
          const list = new Map<string, Uint8Array>();
          for (const each of steps) {
            const key = each.topic.join();
            if (each.add) {
              set.add(each.topic);
              list.set(key, each.topic);
            } else {
              set.remove(each.topic);
              list.delete(key);
            }
            for (const frame of frames) {
              const begins = [...list.values()].some((known) => known.every((byte, index) => frame[index] === byte));
              expect(looks(set, frame)).toBe(begins);
            }
          }
        },
      ),
    );
  });
});
