import { readFile } from 'node:fs/promises';
import { CommandError } from '../errors/command-error.js';
import { type Row, scoreOf } from './row.js';
import { nameOf } from './variant.js';

/** The middle of the measurements of a variant, and how far they spread. */
export interface VariantSummary {
  readonly name: string;
  /** The measurement in the middle. */
  readonly median: Row;
  /** The lowest and the highest score, by that of the middle. */
  readonly spread: readonly [number, number];
  /** By the first variant. */
  readonly ratio: number;
  /** By the same variant in the file of `--compare`. */
  readonly compared: number | undefined;
}

/** Sums the rows of each variant up, in the order of their first rows. */
export function summarize(rows: readonly Row[], earlier: readonly Row[]): readonly VariantSummary[] {
  const before = groups(earlier);
  const medians = [...groups(rows)].map(([name, group]) => ({ name, group, median: middleOf(group) }));
  const first = medians[0];
  return medians.map(({ name, group, median }) => {
    const scores = group.map((row) => scoreOf(row) / scoreOf(median));
    const old = before.get(name);
    return {
      name,
      median,
      spread: [Math.min(...scores), Math.max(...scores)],
      ratio: first === undefined ? 1 : scoreOf(median) / scoreOf(first.median),
      compared: old === undefined ? undefined : scoreOf(median) / scoreOf(middleOf(old)),
    };
  });
}

function groups(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const name = `${row.bench} ${nameOf(row)}`;
    found.set(name, [...(found.get(name) ?? []), row]);
  }
  return found;
}

function middleOf(rows: readonly Row[]): Row {
  const sorted = rows.toSorted((a, b) => scoreOf(a) - scoreOf(b));
  return sorted[Math.floor((sorted.length - 1) / 2)] as Row;
}

/** The measurements in a file that `--json` has written. @throws CommandError when it is none. */
export async function readRows(path: string): Promise<readonly Row[]> {
  const text = await readFile(path, 'utf8');
  try {
    const rows = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Partial<Row>);
    const measured = rows.filter((row): row is Row => typeof row.rate === 'number' && typeof row.bench === 'string');
    if (measured.length > 0) return measured;
  } catch (cause) {
    throw new CommandError('failed', `${path} is not what zmq bench --json writes.`, { cause });
  }
  throw new CommandError('failed', `${path} has no measurement.`);
}
