import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { lineAt } from './comments.js';
import { documents, ROOT } from './repository.js';

const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const FENCED = /^```[\s\S]*?^```$/gm;
const HEADING = /^#+ (.*)$/gm;
// `packages/core/src/index.ts`, `tests/conformance/`: a path of this repository in a line of text.
const PATH = /`((?:packages|tests|examples|docs|benchmarks)\/[\w./-]+)`/g;

test.each(documents())('%s: every link and path leads to something', (path) => {
  const text = prose(path);
  const links = [...text.matchAll(LINK)].flatMap(({ 1: link = '', index }) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [file = '', anchor] = link.split('#');
    return leads(file === '' ? path : join(dirname(path), file), anchor)
      ? []
      : [`${path}:${lineAt(text, index)}: ${link}`];
  });
  const paths = [...text.matchAll(PATH)].flatMap(({ 1: target = '', index }) =>
    leads(target) ? [] : [`${path}:${lineAt(text, index)}: ${target}`],
  );
  expect([...links, ...paths]).toEqual([]);
});

/** There is such a file or folder and, when an anchor is given, such a heading in it. */
function leads(target: string, anchor?: string): boolean {
  if (!existsSync(join(ROOT, target))) return false;
  if (anchor === undefined) return true;
  return [...prose(target).matchAll(HEADING)].some(({ 1: heading = '' }) => slug(heading) === anchor);
}

/** A page without its programs, all lines where they were. */
function prose(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8').replaceAll(FENCED, (block) => block.replaceAll(/[^\n]/g, ''));
}

/** The anchor that GitHub gives to a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}
