import type { Sort } from './sorts.js';
import type { TopRow } from './top-row.js';

/** Rows in this order; those that are equal stay as they are, and what is not known is last. */
export function sortRows(rows: readonly TopRow[], by: Sort): readonly TopRow[] {
  if (by === 'process') return rows.toSorted((one, other) => one.process.localeCompare(other.process, 'en'));
  if (by === 'type') return rows.toSorted((one, other) => one.type.localeCompare(other.type, 'en'));
  return rows.toSorted((one, other) => valueOf(other, by) - valueOf(one, by));
}

function valueOf(row: TopRow, by: Exclude<Sort, 'process' | 'type'>): number {
  if (by === 'queued') return sum(row.queuedIn, row.queuedOut);
  if (by === 'dropped' || by === 'errors') return total(row[by]);
  return row[by] ?? -1;
}

function total(counts: Readonly<Record<string, number>> | undefined): number {
  return counts === undefined ? -1 : Object.values(counts).reduce((all, count) => all + count, 0);
}

function sum(one: number | undefined, other: number | undefined): number {
  return one === undefined && other === undefined ? -1 : (one ?? 0) + (other ?? 0);
}
