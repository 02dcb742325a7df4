import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesEndingIn, ROOT } from './repository.js';
import { collectSnippets } from './snippets.js';

// The package for tests is not published.
const pages = filesEndingIn('README.md', join(ROOT, 'packages')).filter((path) => !/packages.testing/.test(path));

test.each(pages)('%s: whoever installs what the page says can run its example', (path) => {
  const line = /^npm install (.*)$/m.exec(readFileSync(join(ROOT, path), 'utf8'))?.[1] ?? '';
  const code = collectSnippets()
    .filter((snippet) => snippet.path === path)
    .map((snippet) => snippet.code)
    .join('\n');
  const imported = [...code.matchAll(/^import .*?'((?:@[\w-]+\/)?[\w-]+)(?:\/[\w-]+)?';/gm)].map((match) => match[1]);
  expect(imported).not.toEqual([]);
  expect(line.split(' ')).toEqual(expect.arrayContaining(imported));
});
