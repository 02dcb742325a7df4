import { describe, expect, it } from 'vitest';
import { ZMQError } from '../../src/index.js';
import { showValue } from '../../src/spi.js';

describe('a ZMQError', () => {
  it('has a code, a text, and an endpoint and a cause where there are some', () => {
    const cause = new Error('below');
    const error = new ZMQError('EADDRINUSE', 'It is taken.', { endpoint: 'tcp://*:1', cause });
    expect(error).toMatchObject({ code: 'EADDRINUSE', message: 'It is taken.', endpoint: 'tcp://*:1', cause });
    expect(String(error)).toBe('ZMQError: It is taken.');
    expect(error.stack).toContain('zmq-error.test');
  });

  it('has neither of them otherwise', () => {
    const error = new ZMQError('EAGAIN', 'Too late.');
    expect(error.endpoint).toBeUndefined();
    expect('cause' in error).toBe(false);
  });

  it('is an Error, and recognised across copies of the package by its brand', () => {
    expect(new ZMQError('EINVAL', '')).toBeInstanceOf(Error);
    expect({ [Symbol.for('@zeromq-ts/core/ZMQError')]: true }).toBeInstanceOf(ZMQError);
    expect(new Error('EINVAL')).not.toBeInstanceOf(ZMQError);
    expect(undefined).not.toBeInstanceOf(ZMQError);
  });

  it('is of a subclass only if it was made by it, and then a ZMQError, too', () => {
    class Refused extends ZMQError {}
    class RefusedForGood extends Refused {}
    expect(new RefusedForGood('EACCES', '')).toBeInstanceOf(Refused);
    expect(new RefusedForGood('EACCES', '')).toBeInstanceOf(ZMQError);
    expect(new Refused('EACCES', '')).not.toBeInstanceOf(RefusedForGood);
    expect(new ZMQError('EACCES', '')).not.toBeInstanceOf(Refused);
  });
});

describe('a value in an error text', () => {
  it.each([
    ['text', '"text"'],
    ['x'.repeat(100), `"${'x'.repeat(77)}…"`],
    [7, '7'],
    [7n, '7n'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Symbol('s'), 'Symbol(s)'],
    [() => 1, 'a function'],
    [[1, 2], 'an array of 2'],
    [{}, 'a plain object'],
    [Object.create(null), 'a plain object'],
    [new Date(), 'a Date'],
  ])('is shown short and never fails: %#', (value, text) => {
    expect(showValue(value)).toBe(text);
  });

  it('is shown even when looking at it throws', () => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error('no');
        },
      },
    );
    expect(showValue(hostile)).toBe('an object');
  });
});
