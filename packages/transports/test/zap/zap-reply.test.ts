import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zapResult } from '../../src/zap/zap-reply.js';

type Part = string | Uint8Array;

/** A reply as RFC 27 has it, with some frames in place of others. */
const reply = (changes: Readonly<Record<number, Part>> = {}): Buffer[] =>
  ['', '1.0', '7', '200', 'OK', 'anna', ''].map((frame, index) => Buffer.from((changes[index] ?? frame) as string));

const octetsOf = (...hex: string[]) => Buffer.from(hex.join('').replaceAll(' ', ''), 'hex');

describe('the reply of a ZAP handler', () => {
  it('ZA-06 ZA-08 lets in with the name and the metadata that it gives', () => {
    expect(zapResult(reply(), '7')).toEqual({ allowed: true, userId: 'anna', metadata: new Map() });
    const metadata = Buffer.concat([octetsOf('05'), Buffer.from('X-Org'), octetsOf('00000002'), Buffer.from('it')]);
    expect(zapResult(reply({ 6: metadata }), '7')).toMatchObject({ metadata: new Map([['x-org', 'it']]) });
  });

  it.each([['300'], ['400'], ['500']])('ZA-07 refuses by %s, in printable words', (status) => {
    expect(zapResult(reply({ 3: status, 4: 'no\r\n\x1b[2J', 5: '' }), '7')).toEqual({
      allowed: false,
      status: Number(status),
      reason: 'no???[2J',
    });
  });

  const malformed: readonly (readonly [what: string, frames: readonly Uint8Array[], says: RegExp])[] = [
    ['no frame', [], /7 frames/],
    ['six frames', reply().slice(0, 6), /7 frames/],
    ['eight frames', [...reply(), Buffer.alloc(0)], /7 frames/],
    ['a delimiter that is none', reply({ 0: 'x' }), /7 frames/],
    ['another version', reply({ 1: '2.0' }), /another version/],
    ['no version', reply({ 1: '' }), /another version/],
    ['the id of another request', reply({ 2: '8' }), /another request/],
    ['no id', reply({ 2: '' }), /another request/],
    ...['', '100', '20', '2000', '200 ', ' 200', '+200', '0xc8', '200\0', '２００'].map(
      (status) => [`the status ${JSON.stringify(status)}`, reply({ 3: status }), /status/] as const,
    ),
    ['a text of 256 octets', reply({ 4: 'x'.repeat(256) }), /too long/],
    ['a user id of a million octets', reply({ 5: 'x'.repeat(1_000_000) }), /too long/],
    ['an id of a million octets', reply({ 2: '7'.repeat(1_000_000) }), /too long/],
    ['metadata that is cut off', reply({ 6: octetsOf('05 58 2d') }), /malformed metadata/],
    ['metadata whose value is longer than it', reply({ 6: octetsOf('01 58 7fffffff 00') }), /malformed metadata/],
    ['metadata without a name', reply({ 6: octetsOf('00 00000000') }), /malformed metadata/],
  ];

  it.each(malformed)('X-27 A-28 ZA-06 with %s refuses the peer', (_, frames, says) => {
    expect(zapResult(frames, '7')).toMatchObject({
      allowed: false,
      status: 500,
      reason: expect.stringMatching(says),
    });
  });

  it('X-27 A-28 of any frames never throws, and lets nobody in but by 200', () => {
    const frame = fc.oneof(
      fc.constantFrom('', '1.0', '7', '200', 'OK').map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(fc.array(frame, { minLength: 5, maxLength: 9 }), (frames) => {
        const verdict = zapResult(frames, '7');
        if (verdict.allowed) expect(Buffer.from(frames[3] as Uint8Array).toString()).toBe('200');
      }),
      { seed: 27, numRuns: 500 },
    );
  });
});
