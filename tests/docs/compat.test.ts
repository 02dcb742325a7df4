import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { libzmq } from '../conformance/subjects/libzmq.js';
import { zmtp } from '../conformance/subjects/zmtp.js';
import { withoutGenerated } from '../matrix/page.js';
import { ROOT } from './repository.js';

const PAGE = 'docs/compat.md';
// Here, what is not there has a row without a test.
const CHOICES = 'docs/decisions/zmtp-choices.md';
// A test is named by its file and its title, or a part of it that no other test of the file has:
// `tests/x.test.ts` › "title".
const NAMED = /`([\w./-]+\.(?:ts|mjs))` › "([^"]+)"/g;
// it('title', test.each(cases)(`title of ${one}`, suite.over('tcp', "title", …
const TITLED = /\b(?:it|test|describe|check|attack|over\w*)\b.*?\(\s*(?:'[\w/]+',\s*)?(['"`])((?:(?!\1)[^\n])+)\1,/g;

interface Row {
  readonly place: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

/** The rows of the tables, without their heads. */
function rows(page: string): Row[] {
  const lines = withoutGenerated(readFileSync(join(ROOT, page), 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    const isHead = [line, lines[index + 1]].some((each) => each?.startsWith('| -'));
    if (!line.startsWith('|') || isHead) return [];
    const tests = [...line.matchAll(NAMED)].map(({ 1: file = '', 2: title = '' }) => ({ file, title }));
    return [{ place: `${page}:${index + 1}`, tests }];
  });
}

function titlesIn(file: string): string[] {
  if (!existsSync(join(ROOT, file))) return [];
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(TITLED)].map(({ 2: title = '' }) => title);
}

const all = rows(PAGE);
const choices = rows(CHOICES);

test('the pages have rows', () => {
  expect(all.length).toBeGreaterThan(20);
  expect(choices.flatMap(({ tests }) => tests).length).toBeGreaterThan(10);
});

test.each(all.map(({ place, tests }) => [place, tests] as const))('%s names a test', (place, tests) => {
  expect(tests.length, place).toBeGreaterThan(0);
});

const naming = [...all, ...choices].filter(({ tests }) => tests.length > 0);

describe.each(naming.map((row) => [row.place, row] as const))('%s', (place, { tests }) => {
  for (const { file, title } of tests) {
    test(`${file} has one test with the title "${title}"`, () => {
      expect(
        titlesIn(file).filter((each) => each.includes(title)),
        place,
      ).toHaveLength(1);
    });
  }
});

const exceptions = [...libzmq.exceptions, ...zmtp.exceptions];

test.each(exceptions.map((exception) => [exception.test]))('the exception "%s" has its row', (exception) => {
  const titles = all.flatMap(({ tests }) => tests.map(({ title }) => title));
  expect(titles.filter((title) => exception.includes(title))).not.toEqual([]);
});
