import { describe, expect, it } from 'vitest';
import { NameCheck } from '../../src/libzmq/name-check.js';

const ENDPOINT = 'tcp://no-such-host.invalid:5555';
const NOT_FOUND = expect.objectContaining({ code: 'ENOTFOUND', endpoint: ENDPOINT });

describe('a host name that does not resolve', () => {
  it('is the reason of each attempt that fails while it is looked up, in their order', async () => {
    const check = new NameCheck('no-such-host.invalid');
    const reasons = await new Promise<unknown[]>((resolve) => {
      const seen: unknown[] = [];
      for (const number of [1, 2, 3]) {
        // The second attempt got as far as an address: it has failed for another reason.
        if (number === 2) check.resolved();
        check.retried(ENDPOINT, (error) => {
          if (seen.push([number, error]) === 3) resolve(seen);
        });
      }
    });
    expect(reasons).toEqual([
      [1, NOT_FOUND],
      [2, undefined],
      [3, NOT_FOUND],
    ]);
  });
});
