import { expect, test } from 'vitest';
import { frameworks } from '../loaders/frameworks.js';
import { NODE_TYPES, SETTINGS, nameOf } from '../loaders/typescript.js';
import { RUNTIMES } from '../runtimes/runtimes.mjs';
import { generated } from './page.js';

const rows = generated('loaders')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** Minor releases change more often than what is said of them. */
const plain = (text = ''): string => text.replaceAll(/(\d+)\.\d+\.\d+/g, '$1');

/** The columns for which the row of a loader has a count; those that follow a head that begins so. */
function counted(head: string, name: string): string[] {
  const start = rows.findIndex(([first]) => first === head);
  const columns = rows[start]?.slice(1) ?? [];
  const found = rows.slice(start).filter(([first]) => plain(first) === plain(name));
  expect(found, `rows of ${name}`).toHaveLength(1);
  return columns.filter((_, index) => /^[1-9]/.test(found[0]?.[index + 1] ?? ''));
}

const majors = (columns: readonly string[]): (string | undefined)[] =>
  columns.map((column) => /Node (\d+)/.exec(column)?.[1]);
const releases = RUNTIMES.filter(({ title }) => title === 'Node').map(({ name }) => name.replace('node-', ''));

test.each([...frameworks.map(({ name }) => name), 'require() and import in one process'])(
  '%s has a count on each release of Node',
  (name) => {
    expect(majors(counted('loaded by', name))).toEqual(releases);
  },
);

test.each(SETTINGS)('$compiler with module $name has a count', ({ compiler, name }) => {
  expect(counted('compiled by', nameOf(compiler, name))).not.toEqual([]);
});

test.each(['typescript-5', 'typescript-7'] as const)(
  '%s has a count for the types of each release of Node',
  (compiler) => {
    const types = Object.keys(NODE_TYPES).map((name) => name.replace('node-', ''));
    expect(majors(counted('compiled by', nameOf(compiler, 'nodenext'))).filter((major) => major !== undefined)).toEqual(
      types,
    );
  },
);
