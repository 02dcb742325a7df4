import type { Loader } from '../loaders/loader.js';
import type { Cell, KnownFailure } from './cell.js';
import { PATTERNS } from './cell.js';

/** The tests of one cell. */
export interface Count {
  passed: number;
  skipped: number;
  knownFailures: KnownFailure[];
}

export interface Counted {
  readonly cell: Cell;
  readonly count: Count;
}

const TRANSPORTS = ['tcp', 'ipc', 'inproc'];

/** What the columns of the patterns are called, in the order of `PATTERNS`. */
export const HEAD: readonly string[] = PATTERNS.map((pattern) => (pattern === 'all' ? 'every socket' : pattern));

/** What a cell says in which no test counts. */
export const NONE = '–';

/** One row for each engine, peer and transport, one column for each pattern. */
export function engineTable(counted: readonly Counted[]): string {
  const rows = rowsOf(counted, ({ engine, peer, transport }) => [engine, peer, transport]);
  return layOut([['engine', 'peer', 'transport', ...HEAD], ...rows.sort(compare)]);
}

/** One row for each runtime and transport, one column for each pattern; in the order of the tests. */
export function runtimeTable(counted: readonly Counted[]): string {
  const rows = rowsOf(counted, ({ peer, transport }) => [peer, transport]);
  return layOut([['runtime', 'transport', ...HEAD], ...rows]);
}

/** One row for each test that is known to fail, with all the places where it does. */
export function knownFailureTable(counted: readonly Counted[]): string {
  const rows = new Map<string, { failure: KnownFailure; places: Map<string, Set<string>> }>();
  for (const { cell, count } of counted) {
    for (const failure of count.knownFailures) {
      const row = rows.get(failure.test) ?? { failure, places: new Map<string, Set<string>>() };
      const place = `${cell.engine} with ${cell.peer}`;
      row.places.set(place, (row.places.get(place) ?? new Set()).add(cell.transport));
      rows.set(failure.test, row);
    }
  }
  if (rows.size === 0) return 'No test is known to fail.';
  const spelled = [...rows.values()].map(({ failure, places }) => [
    failure.test,
    [...places].map(([place, transports]) => `${place} over ${[...transports].join(', ')}`).join('; '),
    failure.reason,
  ]);
  return layOut([
    ['known to fail', 'where', 'because'],
    ...spelled.sort(([one = ''], [other = '']) => one.localeCompare(other, 'en')),
  ]);
}

function rowsOf(counted: readonly Counted[], namesOf: (cell: Cell) => string[]): string[][] {
  const rows = new Map<string, { names: string[]; cells: Map<string, Count> }>();
  for (const { cell, count } of counted) {
    const names = namesOf(cell);
    const row = rows.get(names.join('\n')) ?? { names, cells: new Map<string, Count>() };
    row.cells.set(cell.pattern, count);
    rows.set(names.join('\n'), row);
  }
  return [...rows.values()].map(({ names, cells }) => [
    ...names,
    ...PATTERNS.map((pattern) => spell(cells.get(pattern))),
  ]);
}

/** By name, but our own engines before the libraries of others, `zmtp` first, and transports in their usual order. */
function compare(one: readonly string[], other: readonly string[]): number {
  const order = ['zmtp', 'libzmq', ...TRANSPORTS];
  for (const [index, name] of one.entries()) {
    const against = other[index] ?? '';
    if (name === against) continue;
    const [left, right] = [order.indexOf(name), order.indexOf(against)];
    if (left >= 0 && right >= 0) return left - right;
    if (left >= 0 || right >= 0) return left >= 0 ? -1 : 1;
    return name.localeCompare(against, 'en');
  }
  return 0;
}

function spell(count: Count | undefined): string {
  if (count === undefined) return NONE;
  const parts = [String(count.passed)];
  if (count.knownFailures.length > 0) parts.push(`${count.knownFailures.length} known to fail`);
  if (count.skipped > 0) parts.push(`${count.skipped} skipped`);
  return parts.join(', ');
}

/** One row for each loader, one column for each of the runtimes or types that it is tried with; in the order of the tests. */
export function loaderTable(head: string, loaders: readonly Loader[]): string {
  const names = [...new Set(loaders.map(({ name }) => name))];
  const runtimes = [...new Set(loaders.map(({ runtime }) => runtime))];
  const cell = (row: string, column: string): string => {
    const count = loaders.filter(({ name, runtime }) => name === row && runtime === column).length;
    return count === 0 ? NONE : String(count);
  };
  return layOut([
    [head, ...runtimes],
    ...names.map((name) => [name, ...runtimes.map((runtime) => cell(name, runtime))]),
  ]);
}

/** A table as the formatter leaves it. */
function layOut([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}
