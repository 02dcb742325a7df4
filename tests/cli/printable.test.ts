import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonLine } from '../../packages/cli/src/output/json-line.js';
import { printable } from '../../packages/cli/src/output/printable.js';

/** What a terminal takes as more than a character. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

it.each([
  ['a\tb\nc\r\\', String.raw`a\tb\nc\r\\`],
  ['\u001B]0;title\u0007', String.raw`\x1b]0;title\x07`],
  ['\u0085\u202E\u2028', String.raw`\xc2\x85\xe2\x80\xae\xe2\x80\xa8`],
  ['grün €😀 \uFEFF', 'grün €😀 \uFEFF'],
  [Buffer.from([0xff, 0x61, 0xc3]), String.raw`\xffa\xc3`],
  // Overlong, a surrogate, and more than Unicode has: none is UTF-8 (RFC 3629).
  [Buffer.from('c0afeda080f5808080', 'hex'), String.raw`\xc0\xaf\xed\xa0\x80\xf5\x80\x80\x80`],
])('XO-02 %j is shown as %s', (value, shown) => {
  expect(printable(value)).toBe(shown);
});

it('XO-02, XA-01 nothing is shown that a terminal takes as an instruction', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(printable(bytes)).not.toMatch(UNSAFE);
    }),
    { numRuns: 500 },
  );
});

it('XA-01 JSON has no such character either, and stays the same JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(jsonLine({ text })).not.toMatch(UNSAFE);
      expect(JSON.parse(jsonLine({ text }))).toEqual({ text });
    }),
    { numRuns: 500 },
  );
});
