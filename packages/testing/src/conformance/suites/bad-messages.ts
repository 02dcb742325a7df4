import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { expectRefusal, expectSilence, failure, receiveTexts } from '../waiting.js';

const BAD: readonly (readonly [what: string, message: unknown, says: RegExp])[] = [
  ['a plain object', { a: 1 }, /JSON\.stringify/],
  ['a number', 5, /String/],
  ['a bigint', 5n, /String/],
  ['a boolean', true, /String/],
  ['null', null, /''/],
  ['undefined', undefined, /''/],
  ['a function', () => 'x', /function/],
  ['a symbol', Symbol('x'), /Symbol/],
  ['a Date', new Date(), /Date/],
  ['a Map', new Map(), /Map/],
  ['a promise', Promise.resolve('x'), /Promise/],
  ['an object without a prototype', Object.create(null), /object/],
  ['an empty array', [], /frame/],
  ['an array with a number', ['a', 5], /Frame 1/],
  ['an array with an object', [{ a: 1 }, 'b'], /Frame 0/],
  ['an array with a hole', Array(1), /Frame 0/],
  ['an array inside an array', ['a', ['b']], /[Ff]latten/],
  ['an object that looks like a message', { frames: ['x'], length: 1 }, /object/],
  ['a String object', Object('x'), /String/],
];

/** What is no message is a TypeError that says what to do, and never goes out. */
export function badMessages(suite: Suite): void {
  for (const [what, message, says] of BAD) {
    suite.it(`${what} is no message: send rejects and trySend throws a TypeError`, async (scope) => {
      const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
      await scope.join(push, pull);
      for (const attempt of [push.send(message as never), () => push.trySend(message as never)]) {
        const error = await failure(attempt);
        expect(error).toBeInstanceOf(TypeError);
        expect((error as Error).message).toMatch(says);
        expect((error as Error).message).not.toContain('[object Object]');
      }
      await push.send('good');
      expect(await receiveTexts(pull)).toEqual(['good']);
      expect(push.stats().messagesSent).toBe(1);
    });
  }

  suite.it('a bad message does not count as the request of a REQ, nor as the reply of a REP', async (scope) => {
    const [rep, req] = [scope.binding('REP'), scope.connecting('REQ')];
    await scope.join(rep, req);
    expect(await failure(req.send({} as never))).toBeInstanceOf(TypeError);
    await expectRefusal(req.receive(), 'EFSM');
    expect(await req.send('q')).toBe(true);
    expect(await receiveTexts(rep)).toEqual(['q']);
    expect(await failure(rep.send(5 as never))).toBeInstanceOf(TypeError);
    expect(await failure(() => rep.trySend(5 as never))).toBeInstanceOf(TypeError);
    expect(await rep.send('a')).toBe(true);
    expect(await receiveTexts(req)).toEqual(['a']);
    expect([req.stats().ignored, rep.stats().ignored]).toEqual([0, 0]);
  });

  suite.it('a bad message while sends wait disturbs none of them', async (scope) => {
    const push = scope.binding('PUSH');
    const endpoint = await push.bind(await scope.endpoint());
    const first = push.send('first');
    expect(await failure(push.send(['bad', 5] as never))).toBeInstanceOf(TypeError);
    const second = push.send('second');
    const pull = scope.connecting('PULL', {}, `>${endpoint}`);
    expect([await receiveTexts(pull), await receiveTexts(pull)]).toEqual([['first'], ['second']]);
    await Promise.all([first, second]);
  });

  suite.it('nothing of an array with a bad frame is sent', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(push, pull);
    expect(await failure(push.send(['good', 'also good', {}] as never))).toBeInstanceOf(TypeError);
    await expectSilence(pull);
  });
}
