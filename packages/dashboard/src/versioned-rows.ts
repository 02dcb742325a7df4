import type { Keyed, RowChange } from './page-message.js';

/** How many rows that are gone are remembered: who is further behind gets everything again. */
const MAX_REMEMBERED_ROWS = 20_000;

interface Versioned<Row> {
  row: Row;
  /** When it last changed. */
  version: number;
  /** When each of its members last changed, in the order of the members. */
  readonly versions: number[];
  /** When it came. */
  readonly since: number;
}

/** Counts changes, for several tables together. */
export class Versions {
  current = 0;
}

/**
 * A table that knows when each member of each row changed, so that each page is sent what has changed since its last message,
 * however long ago that was, and nothing is kept for a page that is slow.
 */
export class VersionedRows<Row extends Keyed> {
  readonly #versions: Versions;
  readonly #rows = new Map<number, Versioned<Row>>();
  /** The members of a row: all have the same, in the same order. */
  #members: readonly (keyof Row)[] = [];
  /** In the order of their versions. */
  readonly #gone = new Map<number, number>();
  /** The version up to which rows that are gone are forgotten. */
  #forgotten = 0;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  get size(): number {
    return this.#rows.size;
  }

  *[Symbol.iterator](): IterableIterator<Row> {
    for (const { row } of this.#rows.values()) yield row;
  }

  /** A row that is as it was is no change. */
  set(row: Row): void {
    const known = this.#rows.get(row.key);
    if (known === undefined) return this.#add(row);
    let version: number | undefined;
    // By index: this is done for each member of each row of each snapshot.
    for (let index = 0; index < this.#members.length; index++) {
      const member = this.#members[index] as keyof Row;
      if (isSame(row[member], known.row[member])) continue;
      version ??= ++this.#versions.current;
      known.versions[index] = version;
    }
    if (version !== undefined) known.version = version;
    known.row = row;
  }

  delete(key: number): void {
    if (!this.#rows.delete(key)) return;
    this.#gone.set(key, ++this.#versions.current);
    for (const [oldest, version] of this.#gone) {
      if (this.#gone.size <= MAX_REMEMBERED_ROWS) break;
      this.#gone.delete(oldest);
      this.#forgotten = version;
    }
  }

  /** Whether {@link goneSince} still knows all since then. */
  remembers(version: number): boolean {
    return version >= this.#forgotten;
  }

  /** Rows that have come since then, and of others the members that have changed. */
  changedSince(version: number): readonly RowChange<Row>[] {
    const changes: RowChange<Row>[] = [];
    for (const each of this.#rows.values()) {
      if (each.version <= version) continue;
      changes.push(each.since > version ? each.row : this.#changes(each, version));
    }
    return changes;
  }

  goneSince(version: number): readonly number[] {
    return [...this.#gone].filter(([, at]) => at > version).map(([key]) => key);
  }

  #add(row: Row): void {
    if (this.#rows.size === 0) this.#members = Object.keys(row) as (keyof Row)[];
    const version = ++this.#versions.current;
    this.#rows.set(row.key, { row, version, since: version, versions: this.#members.map(() => version) });
  }

  #changes({ row, versions }: Versioned<Row>, version: number): RowChange<Row> {
    const changes: Partial<Row> & { key: number } = { key: row.key } as Partial<Row> & { key: number };
    for (const [index, member] of this.#members.entries()) {
      if ((versions[index] ?? 0) > version) changes[member] = row[member];
    }
    return changes;
  }
}

/** Members are primitive values, or small lists and records of them. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}
