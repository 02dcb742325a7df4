import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZMQError } from '../../src/index.js';
import { ALL_OPTIONS, optionsOf, SOCKET_TYPES } from './all-options.js';

const name = fc.oneof(
  fc.constantFrom(...ALL_OPTIONS),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', ' linger', 'LINGER'),
  fc.string(),
);
const value = fc.oneof(
  fc.constantFrom<unknown>(0, -0, -1, 1, 0.5, NaN, Infinity, -Infinity, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53),
  fc.constantFrom<unknown>('', '0', '1', '-1', '1e3', 'true', '\0', true, false, null, undefined, 0n, 10n ** 30n),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true, withNullPrototype: true }),
  fc.constant(Symbol('option')),
  fc.constant(() => 1),
  fc.constant(new Proxy({}, {})),
);

describe('options of any name, type and value, A-34', () => {
  it('A-34 are taken or are EINVAL, and nothing else', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(
        fc.constantFrom(...SOCKET_TYPES),
        fc.array(fc.tuple(name, value), { maxLength: 4 }),
        (type, given) => {
          try {
            optionsOf(type, Object.fromEntries(given));
            taken++;
          } catch (error) {
            expect(error).toBeInstanceOf(ZMQError);
            expect((error as ZMQError).code).toBe('EINVAL');
            refused++;
          }
        },
      ),
      { seed: 34, numRuns: 5_000 },
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(100);
  });

  it('A-34 change nothing that other sockets see', () => {
    const before = optionsOf('PUSH', {});
    for (const given of ['{"__proto__": {"linger": 5}}', '{"constructor": {"prototype": {"linger": 5}}}']) {
      expect(() => optionsOf('PUSH', JSON.parse(given) as object)).toThrow('There is no option');
    }
    expect(optionsOf('PUSH', {})).toEqual(before);
    expect(({} as { linger?: number }).linger).toBeUndefined();
  });
});
