/** What a row is sorted by; `null` is last, in both directions. */
export type SortValue = number | string | null;

interface Entry<Row> {
  row: Row;
  value: SortValue;
  /** The call of `update` that it was last in. */
  round: number;
}

/**
 * Rows in an order, which is kept from one update to the next: the value of a row that has not changed is not computed again,
 * and what is in order already is not sorted again but compared with its neighbours once.
 */
export class SortedRows<Row> {
  readonly #keyOf: (row: Row) => unknown;
  readonly #entries = new Map<unknown, Entry<Row>>();
  #sorted: Entry<Row>[] = [];
  #value: (row: Row) => SortValue = () => 0;
  #isDown = false;
  #round = 0;

  /** @param keyOf By what a row is known: one that has changed is another object, with the same key. */
  constructor(keyOf: (row: Row) => unknown) {
    this.#keyOf = keyOf;
  }

  /** Another order, from the next update on. */
  sortBy(value: (row: Row) => SortValue, isDown: boolean): void {
    this.#value = value;
    this.#isDown = isDown;
    for (const entry of this.#entries.values()) entry.value = value(entry.row);
  }

  /** These rows, in the order. */
  update(rows: readonly Row[]): readonly Row[] {
    const round = ++this.#round;
    const added: Entry<Row>[] = [];
    for (const row of rows) {
      const key = this.#keyOf(row);
      const entry = this.#entries.get(key);
      if (entry === undefined) {
        const made = { row, value: this.#value(row), round };
        this.#entries.set(key, made);
        added.push(made);
        continue;
      }
      entry.round = round;
      if (entry.row === row) continue;
      entry.row = row;
      entry.value = this.#value(row);
    }
    if (this.#entries.size > rows.length) {
      for (const [key, entry] of this.#entries) if (entry.round !== round) this.#entries.delete(key);
      this.#sorted = this.#sorted.filter((entry) => entry.round === round);
    }
    this.#sorted.push(...added);
    this.#sorted.sort((one, other) => compare(one.value, other.value, this.#isDown));
    return this.#sorted.map(({ row }) => row);
  }
}

function compare(one: SortValue, other: SortValue, isDown: boolean): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  const order =
    typeof one === 'number' && typeof other === 'number' ? one - other : one < other ? -1 : one > other ? 1 : 0;
  return isDown ? -order : order;
}
