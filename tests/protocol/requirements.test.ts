import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesEndingIn, ROOT } from '../docs/repository.js';

const GROUPS = 'G|F|C|N|M|T|E|W|H|V|PL|CV|ZA|RR|PB|PI|EX|SO|Z|B';
const NUMBER = new RegExp(`(?<![\\w-])(?:${GROUPS})-\\d{2,3}(?!\\w)`, 'g');
const COMMENT = /^\s*(?:\/\/|\/?\*)/;

/** The numbers that a page has a row for, in order. */
function listed(page: string): string[] {
  const text = readFileSync(join(ROOT, 'docs/protocol', page), 'utf8');
  return [...text.matchAll(/^\| ([A-Z]+-\d+) +\|/gm)].map((match) => match[1] ?? '');
}

const known = [...listed('requirements.md'), ...listed('libzmq.md')];

/** Where tests cite each number in a text: in their titles, or in tables that titles are made of. */
function cited(): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of filesEndingIn('.ts').filter((each) => /^(?:tests|packages\/[^/]+\/test)\//.test(each))) {
    for (const line of readFileSync(join(ROOT, path), 'utf8').split('\n')) {
      if (COMMENT.test(line) || !/['"`]/.test(line)) continue;
      for (const [number] of line.matchAll(NUMBER)) found.set(number, path);
    }
  }
  return found;
}

test('each requirement is listed once', () => {
  expect(known.length).toBeGreaterThan(300);
  expect(known.filter((number, index) => known.indexOf(number) !== index)).toEqual([]);
});

test('every requirement that a test cites is listed in docs/protocol', () => {
  const found = cited();
  expect(found.size).toBeGreaterThan(200);
  expect([...found].filter(([number]) => !known.includes(number))).toEqual([]);
});
