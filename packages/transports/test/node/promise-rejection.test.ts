import { describe, expect, it } from 'vitest';
import { rejectionCodeOf } from '../../src/node/promise-rejection.js';

/** A promise that is rejected already, and that nobody minds. */
function rejected(reason: unknown): Promise<never> {
  const promise = Promise.reject(reason);
  promise.catch(() => {});
  return promise;
}

describe('rejectionCodeOf', () => {
  it('reads the code of a rejected promise at once', () => {
    const error = Object.assign(new Error('Host unreachable'), { errno: 113, code: 'EHOSTUNREACH' });
    expect(rejectionCodeOf(rejected(error))).toBe('EHOSTUNREACH');
  });

  it('is undefined for a promise that is resolved or pending', () => {
    expect(rejectionCodeOf(Promise.resolve(undefined))).toBeUndefined();
    expect(rejectionCodeOf(Promise.resolve("<rejected> { code: 'EAGAIN' }"))).toBeUndefined();
    expect(rejectionCodeOf(new Promise(() => {}))).toBeUndefined();
  });

  it('knows a rejection without a code', () => {
    expect(rejectionCodeOf(rejected(new Error('no code')))).toBe('EINVAL');
    expect(rejectionCodeOf(rejected('no error'))).toBe('EINVAL');
  });
});
