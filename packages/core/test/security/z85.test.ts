import { describe, expect, it } from 'vitest';
import { ZMQError } from '../../src/index.js';
import { z85Decode, z85Encode } from '../../src/security/z85.js';

describe('Z85', () => {
  it('Z-01 has the test case of RFC 32', () => {
    const bytes = Uint8Array.of(0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b);
    expect(z85Encode(bytes)).toBe('HelloWorld');
    expect(z85Decode('HelloWorld')).toStrictEqual(bytes);
  });

  it('Z-02 refuses lengths that are none', () => {
    for (const length of [1, 2, 3, 5]) expect(() => z85Encode(new Uint8Array(length))).toThrow(ZMQError);
    for (const length of [1, 4, 6]) expect(() => z85Decode('0'.repeat(length))).toThrow(ZMQError);
  });

  it('Z-03 refuses other characters, and groups that stand for more than four octets', () => {
    expect(z85Decode('%nSc0')).toStrictEqual(Uint8Array.of(255, 255, 255, 255));
    for (const text of ['%nSc1', '#####', 'abc"d', 'abcé0', 'ab cd', "abc'd", 'abc\0d', 'ab\ud83d\ude00c']) {
      expect(() => z85Decode(text), text).toThrow(ZMQError);
    }
  });

  it('Z-03 does not show the text that it refuses', () => {
    expect(() => z85Decode('secret"key')).toThrow(/^(?!.*secret)/);
  });

  it('Z-04 gives back octets of every length', () => {
    for (let length = 0; length <= 256; length += 4) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      expect(z85Decode(z85Encode(bytes))).toStrictEqual(bytes);
      expect(z85Encode(bytes)).toHaveLength((length / 4) * 5);
    }
  });

  it('takes a part of a larger buffer for what it is', () => {
    const whole = Uint8Array.of(9, 0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b, 9);
    expect(z85Encode(whole.subarray(1, 9))).toBe('HelloWorld');
  });
});
