import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesEndingIn, ROOT } from '../docs/repository.js';
import { ATTACKS } from './attacks.js';

// A number in a text of a test: in its title, or in a table of cases that titles are made of.
const CITED = /['"`][^'"`]*?\b[AX]-\d\d\b/;
const NUMBER = /\b[AX]-\d\d\b/g;
const COMMENT = /^\s*(?:\/\/|\/?\*)/;

/** Which tests cite each number. */
function citations(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const files = filesEndingIn('.ts').filter((path) => /^(?:tests|packages\/[^/]+\/test)\//.test(path));
  for (const path of files.filter((each) => !each.startsWith('tests/protocol/'))) {
    for (const line of readFileSync(join(ROOT, path), 'utf8').split('\n')) {
      if (COMMENT.test(line) || !CITED.test(line)) continue;
      for (const [number] of line.matchAll(NUMBER)) found.set(number, (found.get(number) ?? new Set()).add(path));
    }
  }
  return found;
}

const cited = citations();

test('the numbers are those that there are, each once', () => {
  const upTo = (letter: string, last: number) =>
    Array.from({ length: last }, (_, index) => `${letter}-${String(index + 1).padStart(2, '0')}`);
  expect(ATTACKS.map(({ number }) => number)).toEqual([...upTo('X', 30), ...upTo('A', 43)]);
});

test('tests cite no number that there is not', () => {
  const known = new Set(ATTACKS.map(({ number }) => number));
  expect([...cited.keys()].filter((number) => !known.has(number))).toEqual([]);
});

describe('each attack', () => {
  test.each(ATTACKS.map(({ number, what, untested }) => [number, what, untested] as const))(
    '%s, %s, is in the title of a test, or has a reason why not',
    (number, what, untested) => {
      if (untested === undefined) expect([...(cited.get(number) ?? [])], `${number} ${what}`).not.toEqual([]);
      else expect(untested.length).toBeGreaterThan(10);
    },
  );
});
