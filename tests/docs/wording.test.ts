import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allCommentsIn } from './comments.js';
import { documents, ROOT } from './repository.js';

/** Phrases that readers stumble over, with the words to use instead. */
const INSTEAD: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bnobody\b|\bsomebody\b/i, 'the noun: no peer, no process, a peer, the application'],
  [/\bwhoever\b|\bwhosever\b|\bwhom\b/i, 'the noun: a peer that, the caller, the process that'],
  [/\b(?:is|are|was|were) told\b|\btold of\b|\btells? of\b/i, 'is notified, receives, reports'],
  [/\blet(?:s|ting)? go of\b/i, 'disconnects, releases, removes'],
  [/\blet(?:s|ting)? in\b/i, 'admits, accepts'],
  [/\bwhat waits\b/i, 'queued messages, pending operations'],
  [/\bfor ever\b/i, 'without limit, indefinitely, permanently'],
  [/\bso many\b/i, 'the number: at most 32 reads'],
  [/\bany more\b/i, 'no longer'],
  [/\banew\b/i, 'again'],
  [/\bby itself\b/i, 'on its own, automatically; often nothing at all'],
  [/\bat the most\b/i, 'at most'],
  [/\bless and less often\b/i, 'with (exponential) backoff'],
  [/\bas the system has (?:it|them)\b/i, 'operating-system default'],
  [/\btaken? for dead\b/i, 'considered dead'],
  [/\bsigns? of life\b/i, 'activity, an answer'],
  [/\boctets?\b/i, 'byte; octet only in a quotation of an RFC'],
];

// Tables that a program writes quote the titles of tests.
const WRITTEN = /<!-- (?:matrix|benchmarks): [\s\S]*?<!-- (?:end of the matrix|benchmarks: end) -->/g;
const CODE = /^```[\s\S]*?^```$|`[^`\n]*`/gm;
// › "the title of a test", or a phrase that is quoted.
const QUOTED = /"[^"]{1,200}"/g;

/** The text as it is, without what others have written: as many lines, so that numbers of lines stay right. */
function ownWords(text: string): string {
  const blank = (part: string): string => part.replaceAll(/[^\n]/g, '');
  return text.replaceAll(WRITTEN, blank).replaceAll(CODE, blank).replaceAll(QUOTED, blank);
}

/** What to replace in a text: the line, the phrase, and the words to use instead. */
function findings(text: string, place: (line: number) => string): string[] {
  return ownWords(text)
    .split('\n')
    .flatMap((line, index) =>
      INSTEAD.flatMap(([phrase, instead]) => {
        const found = phrase.exec(line);
        return found === null ? [] : [`${place(index)}: "${found[0]}": write ${instead}`];
      }),
    );
}

// The pages of users and contributors. READMEs of tests are notes beside the code.
const pages = documents().filter((path) => !path.startsWith('tests/'));

test.each(pages)('%s is written in plain technical English', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  expect(findings(text, (line) => `${path}:${line + 1}`)).toEqual([]);
});

const sources = readdirSync(join(ROOT, 'packages')).flatMap((name) => {
  const folder = join('packages', name, 'src');
  if (!existsSync(join(ROOT, folder))) return [];
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => join(folder, file));
});

test.each(sources)('the comments of %s are written in plain technical English', (path) => {
  const comments = allCommentsIn(readFileSync(join(ROOT, path), 'utf8'));
  expect(comments.flatMap(({ text, line }) => findings(text, (offset) => `${path}:${line + offset}`))).toEqual([]);
});

test('the list finds its phrases, and not what is quoted', () => {
  expect(sources.length).toBeGreaterThan(400);
  const line = (text: string): string[] => findings(text, () => 'here');
  expect(line('Whoever waits is told of it.')).toHaveLength(2);
  expect(line('`nobody`, and the title "nobody is heard"')).toEqual([]);
  expect(line('A peer that waits is notified.')).toEqual([]);
});

test('comments of every kind are read', () => {
  const source = [
    '/** One. */',
    'const url = "http://a"; // Two.',
    '  // Three',
    '/*',
    ' * Four.',
    ' */',
    'call(/* Five. */ 5);',
  ].join('\n');
  expect(allCommentsIn(source).map(({ text, line }) => [line, text.trim().replaceAll(/[*/\s]+$/g, '')])).toEqual([
    [1, 'One.'],
    [2, 'Two.'],
    [3, 'Three'],
    [4, 'Four.'],
    [7, 'Five.'],
  ]);
});
