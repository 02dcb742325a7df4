/** The last entries of a sequence; each has a number, from 1. */
export class Recent<Entry> {
  readonly #most: number;
  readonly #entries: Entry[] = [];
  #count = 0;

  /** @param most How many are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many there have been: the number of the last. */
  get count(): number {
    return this.#count;
  }

  add(entry: Entry): void {
    this.#count++;
    this.#entries.push(entry);
    if (this.#entries.length > this.#most) this.#entries.shift();
  }

  /** Those after the entry with this number, as far as they are kept. */
  since(number: number): readonly Entry[] {
    const missed = this.#count - number;
    return missed <= 0 ? [] : this.#entries.slice(-missed);
  }
}
