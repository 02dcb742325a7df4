// @module-tag slow
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  CONTRIBUTING_PAGES,
  commandsOf,
  copyOfTree,
  diffsOf,
  diffThatAdds,
  filesIn,
  readPage,
  withDiff,
} from './diffs.js';
import { ROOT } from './repository.js';

const TIMEOUT = 300_000;
// `WRITE_DIFFS=1 npx vitest run tests/docs/contributing` writes the diffs of the toys to the pages.
const WRITE = process.env['WRITE_DIFFS'] !== undefined;

const COMMANDS = CONTRIBUTING_PAGES.map(({ path }) => commandsOf(readPage(path)));
/** Commands that every page has, such as the compiler over everything. */
const SHARED = (COMMANDS[0] as readonly string[]).filter((command) => COMMANDS.every((each) => each.includes(command)));

describe.each(CONTRIBUTING_PAGES)('$path', ({ path, folder }) => {
  test.runIf(folder !== undefined)('its diff adds the toy of this repository', () => {
    const diff = diffThatAdds(folder as string);
    if (WRITE) writeFileSync(join(ROOT, path), withDiff(readPage(path), diff));
    expect(diffsOf(readPage(path))).toBe(diff);
  });

  test(
    'its diff applies to the tree, and the commands that it alone has succeed after that',
    { timeout: TIMEOUT },
    () => {
      const page = readPage(path);
      const copy = copyOfTree(folder === undefined ? [] : [folder]);
      try {
        apply(diffsOf(page), copy);
        for (const file of folder === undefined ? [] : filesIn(folder)) {
          expect(readFileSync(join(copy, file), 'utf8')).toBe(readFileSync(join(ROOT, file), 'utf8'));
        }
        const commands = commandsOf(page).filter((command) => !SHARED.includes(command));
        expect(commands.length).toBeGreaterThan(0);
        for (const command of commands) expect(run(command, copy)).toEqual({ command, status: 0, output: undefined });
      } finally {
        rmSync(copy, { recursive: true, force: true });
      }
    },
  );

  test('CONTRIBUTING.md leads to it', () => {
    expect(readPage('CONTRIBUTING.md')).toContain(`(${path})`);
  });
});

test('the commands that all pages have succeed after all of their diffs', { timeout: TIMEOUT }, () => {
  expect(SHARED).toEqual(['npx tsc -p tests']);
  const copy = copyOfTree(CONTRIBUTING_PAGES.flatMap(({ folder }) => folder ?? []));
  try {
    for (const { path } of CONTRIBUTING_PAGES) apply(diffsOf(readPage(path)), copy);
    for (const command of SHARED) expect(run(command, copy)).toEqual({ command, status: 0, output: undefined });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

/** As outside of any repository, so that paths are those of the folder. */
function apply(diff: string, folder: string): void {
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
    cwd: folder,
    input: diff,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) },
  });
}

/** @returns the output, too, when the command has failed. */
function run(command: string, folder: string): { command: string; status: number | null; output: string | undefined } {
  // What this process has from vitest is not for another one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_ENV)/.test(name)));
  const { status, stdout, stderr } = spawnSync(command, { cwd: folder, env, shell: true, encoding: 'utf8' });
  return { command, status, output: status === 0 ? undefined : `${stdout}${stderr}` };
}
