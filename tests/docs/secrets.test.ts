import { expect, test } from 'vitest';
import { collectSnippets } from './snippets.js';

const DECIDES = /\b(?:verify|authenticate)\b\s*[:(]/;
const COMPARED =
  /(?:password|token|secret|authorization|cookie)\b[^\n]{0,40}[!=]==|[!=]==[^\n]{0,20}(?:password|token|secret|Bearer)/i;
const CONSTANT_TIME = /\btimingSafeEqual\(/;

const deciding = collectSnippets().filter(({ code }) => DECIDES.test(code));

test('WA-12 examples that decide who may connect compare no secret with ===', () => {
  expect(deciding.length).toBeGreaterThan(3);
  expect(deciding.filter(({ code }) => COMPARED.test(code)).map(({ place }) => place)).toEqual([]);
});

test('WA-12 an example of verify compares a token in constant time', () => {
  const ofTokens = deciding.filter(({ code }) => /\bverify\b/.test(code) && /authorization|token/i.test(code));
  expect(ofTokens.length).toBeGreaterThan(0);
  for (const { code, place } of ofTokens) expect(code, place).toMatch(CONSTANT_TIME);
});

test.each([
  "verify: ({ headers }) => headers['authorization'] === 'Bearer secret',",
  "authenticate: ({ password }) => password === 'open sesame',",
  'authenticate: ({ password }) => expected !== password,',
])('WA-12 it would find %s', (code) => {
  expect(DECIDES.test(code) && COMPARED.test(code)).toBe(true);
});
