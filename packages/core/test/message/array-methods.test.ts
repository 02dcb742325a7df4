import { describe, expect, expectTypeOf, it } from 'vitest';
import { Message } from '@zeromq-ts/core';

describe('a message as a list', () => {
  const message = new Message(['a', 'bc', 'def']);

  it('has every method that an array has and that changes nothing', () => {
    const changing = ['copyWithin', 'fill', 'pop', 'push', 'reverse', 'shift', 'sort', 'splice', 'unshift'];
    const missing = Object.getOwnPropertyNames(Array.prototype).filter((name) => !(name in message));
    expect(missing.filter((name) => !changing.includes(name))).toEqual([]);
    expect(changing.filter((name) => name in message)).toEqual([]);
  });

  it('gives the frames to them', () => {
    expect(message.map((frame) => frame.byteLength)).toEqual([1, 2, 3]);
    expect(message.slice(1).map(String)).toEqual(['bc', 'def']);
    expect(message.findIndex((frame) => frame.byteLength === 2)).toBe(1);
    expect([...message.entries()].map(([index, frame]) => `${index}${String(frame)}`)).toEqual(['0a', '1bc', '2def']);
    expect(message.indexOf(message.frame(2))).toBe(2);
  });

  it('keeps its own methods, and what it throws at a missing frame', () => {
    expect(message.toString()).toBe('a\nbc\ndef');
    expect(message.constructor).toBe(Message);
    expect(() => message.frame(3)).toThrow('there is no frame 3');
  });

  it('is known to have a first frame, and no second', () => {
    const [first, second] = message;
    expectTypeOf(first).toEqualTypeOf<Buffer>();
    expectTypeOf(second).toEqualTypeOf<Buffer | undefined>();
    expect([String(first), String(second)]).toEqual(['a', 'bc']);
  });
});
