import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesEndingIn, ROOT } from './repository.js';
import { collectSnippets } from './snippets.js';

// The package for tests is not published.
const pages = filesEndingIn('README.md', join(ROOT, 'packages')).filter((path) => !/packages.testing/.test(path));

test.each(pages)('%s: with what the page installs, its example runs', (path) => {
  const installed = [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^npm install (.*)$/gm)].flatMap(
    ([, packages = '']) => packages.replace(/ +#.*/, '').split(' '),
  );
  const code = collectSnippets()
    .filter((snippet) => snippet.path === path)
    .map((snippet) => snippet.code)
    .join('\n');
  const imported = [...code.matchAll(/^import .*?'((?:@[\w-]+\/)?[\w-]+)(?:\/[\w-]+)?';/gm)].map((match) => match[1]);
  expect(imported).not.toEqual([]);
  expect(installed).toEqual(expect.arrayContaining(imported));
});
