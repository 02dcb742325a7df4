import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT } from './repository.js';

/** A page of `docs/contributing`, which shows an addition as a diff. */
export interface ContributingPage {
  /** The page, relative to the top. */
  readonly path: string;
  /** The folder that the diff adds, if it adds one: that of a toy in this repository. */
  readonly folder?: string;
}

export const CONTRIBUTING_PAGES: readonly ContributingPage[] = [
  { path: 'docs/contributing/transport.md', folder: 'tests/extension/loop' },
  { path: 'docs/contributing/socket-type.md', folder: 'tests/extension/toss' },
  { path: 'docs/contributing/option.md' },
  { path: 'docs/contributing/mechanism.md', folder: 'tests/extension/token' },
];

const DIFF = /^```diff\n([\s\S]*?)^```$/gm;
const COMMANDS = /^```sh\n([\s\S]*?)^```$/gm;

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The diffs of a page, one after the other. */
export function diffsOf(page: string): string {
  return [...page.matchAll(DIFF)].map(([, diff]) => diff).join('');
}

/** The commands of a page, without their comments. */
export function commandsOf(page: string): string[] {
  return [...page.matchAll(COMMANDS)]
    .flatMap(([, text = '']) => text.split('\n'))
    .map((line) => line.replace(/ +# .*$/, '').trim())
    .filter((line) => line !== '');
}

/** A page with this diff instead of the one that it has. */
export function withDiff(page: string, diff: string): string {
  return page.replace(DIFF, () => `\`\`\`diff\n${diff}\`\`\``);
}

/** The diff that adds a folder of this repository. */
export function diffThatAdds(folder: string): string {
  return filesIn(folder)
    .map((path) => {
      const lines = readFileSync(join(ROOT, path), 'utf8').split('\n').slice(0, -1);
      const head = [`diff --git a/${path} b/${path}`, 'new file mode 100644', '--- /dev/null', `+++ b/${path}`];
      return [...head, `@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`), ''].join('\n');
    })
    .join('');
}

/** The files of a folder, the sources before their tests. */
export function filesIn(folder: string): string[] {
  const isTest = (path: string): number => (path.endsWith('.test.ts') ? 1 : 0);
  return readdirSync(join(ROOT, folder))
    .toSorted((a, b) => isTest(a) - isTest(b) || a.localeCompare(b))
    .map((name) => `${folder}/${name}`);
}

/** What is not copied: history, caches, and the store of what is installed, to which the copy gets a link. */
const LEFT_OUT = new Set(['.git', '.turbo', '.cache', '.vite', '.vite-temp', '.pnpm']);
const STORE = 'node_modules/.pnpm';

/**
 * A copy of the tree outside of it, to apply diffs to.
 *
 * @param without Folders that the copy does not have, relative to the top.
 */
export function copyOfTree(without: readonly string[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'zmq-tree-'));
  cpSync(ROOT, copy, {
    recursive: true,
    // Links of the workspace are relative: in the copy, they lead to the packages of the copy.
    verbatimSymlinks: true,
    filter: (path) => !LEFT_OUT.has(basename(path)),
  });
  symlinkSync(join(ROOT, STORE), join(copy, STORE));
  for (const folder of without) rmSync(join(copy, folder), { recursive: true });
  return copy;
}
