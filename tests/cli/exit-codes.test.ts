import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT_OF_CODE } from '../../packages/cli/src/errors/exit-of-code.js';
import { EXIT_CODES } from '../../packages/cli/src/exit-codes.js';
import { zmq } from './in-process.js';

const ROOT = join(import.meta.dirname, '../..');

it('XC-01 are in zmq help exit-codes, each with when', async () => {
  const { code, stdout } = await zmq(['help', 'exit-codes']);
  expect(code).toBe(0);
  for (const each of Object.values(EXIT_CODES)) {
    expect(stdout).toMatch(new RegExp(`^ +${each.code} +${each.when.split(' ', 1)[0]}`, 'mu'));
  }
});

it('XC-01 have a row for each code of an error of the API', () => {
  const source = readFileSync(join(ROOT, 'packages/core/src/errors/codes.ts'), 'utf8');
  const codes = [...source.matchAll(/^ {2}\| '(E[A-Z]+)'$/gmu)].map(([, code]) => code as string);
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => EXIT_OF_CODE[code] === undefined)).toEqual([]);
});

const NOWHERE = 'tcp://127.0.0.1:9';

describe('the end of the whole time, --timeout', () => {
  it.each([
    ['push', NOWHERE, 'a'],
    ['push', 'tcp://name.invalid:9', 'a'],
    ['pub', `>${NOWHERE}`, 'a'],
    ['pub', 'tcp://127.0.0.1:*', 'a'],
    ['dealer', NOWHERE, 'a'],
    ['pair', NOWHERE, 'a'],
    ['xsub', NOWHERE, 'a'],
    ['xpub', `>${NOWHERE}`, 'a'],
    ['req', NOWHERE, 'a'],
    ['pipe', 'pull', 'tcp://127.0.0.1:*', 'push', NOWHERE],
  ])('is 4 for what has no peer to send to: %s %s', async (...line) => {
    const { code, stderr } = await zmq([...line, '-t', '60ms']);
    expect([code, stderr]).toEqual([4, expect.stringMatching(/^error: No (?:peer|subscriber)/mu)]);
  });

  it.each([
    ['sub', NOWHERE],
    ['pull', `>${NOWHERE}`],
    ['rep', NOWHERE, '--echo'],
    ['dealer', NOWHERE, '--no-input'],
    ['router', 'tcp://127.0.0.1:*', '--no-input'],
    ['record', NOWHERE, '-o', '-'],
  ])('XO-08 is 3 for what has received nothing: %s %s', async (...line) => {
    expect((await zmq([...line, '-t', '60ms'])).code).toBe(3);
  });
});
