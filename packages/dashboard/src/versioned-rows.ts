/** How many rows that are gone are remembered: who is further behind gets everything again. */
const REMEMBERED = 20_000;

/** A row that has a name of its own among all rows. */
export interface Keyed {
  readonly key: string;
}

interface Versioned<Row> {
  readonly row: Row;
  readonly text: string;
  readonly version: number;
}

/** Counts changes, for several tables together. */
export class Versions {
  current = 0;
}

/**
 * A table that knows when each row changed, so that each page is sent what has changed since its last message, however
 * long ago that was, and nothing is kept for a page that is slow.
 */
export class VersionedRows<Row extends Keyed> {
  readonly #versions: Versions;
  readonly #rows = new Map<string, Versioned<Row>>();
  /** In the order of their versions. */
  readonly #gone = new Map<string, number>();
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
    const text = JSON.stringify(row);
    if (this.#rows.get(row.key)?.text === text) return;
    this.#rows.set(row.key, { row, text, version: ++this.#versions.current });
    this.#gone.delete(row.key);
  }

  delete(key: string): void {
    if (!this.#rows.delete(key)) return;
    this.#gone.set(key, ++this.#versions.current);
    for (const [oldest, version] of this.#gone) {
      if (this.#gone.size <= REMEMBERED) break;
      this.#gone.delete(oldest);
      this.#forgotten = version;
    }
  }

  /** Whether {@link goneSince} still knows all since then. */
  remembers(version: number): boolean {
    return version >= this.#forgotten;
  }

  changedSince(version: number): readonly Row[] {
    return [...this.#rows.values()].filter((each) => each.version > version).map(({ row }) => row);
  }

  goneSince(version: number): readonly string[] {
    return [...this.#gone].filter(([, at]) => at > version).map(([key]) => key);
  }
}
