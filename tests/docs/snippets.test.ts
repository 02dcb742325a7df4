import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import { ENGINES } from '../processes/engines.js';
import { runNode } from './program.js';
import { argumentsFor, hasTests, prepareSnippets, typeErrors } from './snippet-folder.js';
import { collectSnippets } from './snippets.js';

// A snippet takes a fraction of a second. One that hangs must not hold up the others for long.
const SNIPPET_MS = 30_000;
// vitest is started for it.
const TESTS_MS = 50_000;

const snippets = collectSnippets();

beforeAll(() => prepareSnippets(snippets));

test('all snippets type-check', { timeout: 90_000 }, async () => {
  expect(await typeErrors(snippets)).toEqual([]);
});

describe('each snippet runs, prints what it says, and exits by itself', () => {
  // It declares what it does not define, so it can be compiled and not run.
  const programs = snippets.filter(({ code }) => !/^declare /m.test(code));

  for (const snippet of programs) {
    const { code, place, prints } = snippet;
    if (!ENGINES.includes('libzmq') && code.includes("'libzmq'")) {
      test(place, ({ skip }) => skip('it needs the npm package zeromq'));
      continue;
    }
    test.concurrent(place, async () => {
      const { ended, stdout, stderr } = await runNode(
        argumentsFor(snippet),
        tmpdir(),
        hasTests(snippet.code) ? TESTS_MS : SNIPPET_MS,
      );
      expect({ ended, stderr }, place).toEqual({ ended: 'by itself, with exit code 0', stderr: '' });
      expect(linesInOrder(stdout.split('\n'), prints), `${place} prints`).toEqual(prints);
    });
  }
});

test('the README shows four examples of at most twelve lines', () => {
  const lengths = snippets
    .filter(({ path }) => path === 'README.md')
    .map(({ code }) => code.split('\n').filter((line) => line.trim() !== '').length);
  expect(lengths).toHaveLength(4);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(12);
});

/** Those of the expected lines that are found one after the other. White space does not count. */
function linesInOrder(lines: readonly string[], expected: readonly string[]): string[] {
  const bare = (line: string): string => line.replaceAll(/\s/g, '');
  const printed = lines.map(bare);
  let from = 0;
  return expected.filter((line) => {
    const at = printed.indexOf(bare(line), from);
    if (at >= 0) from = at + 1;
    return at >= 0;
  });
}
