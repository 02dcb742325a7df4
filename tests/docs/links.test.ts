import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { documents, ROOT } from './repository.js';

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const FENCED = /^```[\s\S]*?^```$/gm;
// `packages/core/src/index.ts`, `tests/conformance/`: a path of this repository in a line of text.
const PATH = /`((?:packages|tests|examples|docs|benchmarks)\/[\w./-]+)`/g;

test.each(documents())('%s: every link and path leads to something', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8').replaceAll(FENCED, '');
  const links = [...text.matchAll(LINK)]
    .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(path), target));
  const paths = [...text.matchAll(PATH)].map((match) => match[1] ?? '');
  expect([...links, ...paths].filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
});
