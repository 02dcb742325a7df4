import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
