import { describe, expect, it } from 'vitest';
import { rejectionCode } from '../../src/libzmq/settled.js';

/** A promise that is rejected already, and that nobody minds. */
function rejected(reason: unknown): Promise<never> {
  const promise = Promise.reject(reason);
  promise.catch(() => {});
  return promise;
}

describe('rejectionCode', () => {
  it('reads the code of a rejected promise at once', () => {
    const error = Object.assign(new Error('Host unreachable'), { errno: 113, code: 'EHOSTUNREACH' });
    expect(rejectionCode(rejected(error))).toBe('EHOSTUNREACH');
  });

  it('is undefined for a promise that is resolved or pending', () => {
    expect(rejectionCode(Promise.resolve(undefined))).toBeUndefined();
    expect(rejectionCode(Promise.resolve("<rejected> { code: 'EAGAIN' }"))).toBeUndefined();
    expect(rejectionCode(new Promise(() => {}))).toBeUndefined();
  });

  it('knows a rejection without a code', () => {
    expect(rejectionCode(rejected(new Error('no code')))).toBe('EINVAL');
    expect(rejectionCode(rejected('no error'))).toBe('EINVAL');
  });
});
