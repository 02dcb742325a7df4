import { describe, expect, it } from 'vitest';
import type { AuthenticateCallback } from '../../src/security/authentication.js';
import { judge } from '../../src/security/authentication.js';

const request = { mechanism: 'NULL', domain: '', address: '127.0.0.1' } as const;
const verdict = (callback: unknown, timeout = 1000) => judge(callback as AuthenticateCallback, request, timeout);

describe('an authenticator', () => {
  it('lets in by true, or by a name', async () => {
    expect(await verdict(() => true)).toMatchObject({ allowed: true, userId: '' });
    expect(await verdict(async () => ({ userId: 'alice', metadata: { 'X-Role': 'admin' } }))).toStrictEqual({
      allowed: true,
      userId: 'alice',
      metadata: new Map([['X-Role', 'admin']]),
    });
  });

  it('refuses by false, or with a reason', async () => {
    expect(await verdict(() => false)).toMatchObject({ allowed: false, status: 400 });
    expect(await verdict(() => ({ refuse: 'not you', status: 300 }))).toMatchObject({ status: 300, reason: 'not you' });
  });

  it('A-40 refuses when it throws or rejects', async () => {
    const failure = new Error('the database is down');
    const answers = [() => Promise.reject(failure), (): never => raise(failure)];
    for (const answer of answers) {
      expect(await verdict(answer)).toMatchObject({ allowed: false, status: 500, cause: failure });
    }
  });

  it('refuses when it takes too long', async () => {
    expect(await verdict(() => new Promise(() => {}), 1)).toMatchObject({ allowed: false, status: 300 });
  });

  it.each([
    [undefined],
    [null],
    [1],
    ['yes'],
    [{}],
    [{ userId: 1 }],
    [{ userId: 'x'.repeat(256) }],
    [{ userId: 'a', metadata: { 'a b': 'c' } }],
    [{ userId: 'a', metadata: { a: 1 } }],
    [new Error('no')],
    [[]],
  ])('refuses by any other answer: %o', async (answer) => {
    expect(await verdict(() => answer)).toMatchObject({ allowed: false, status: 500 });
  });
});

function raise(error: Error): never {
  throw error;
}
