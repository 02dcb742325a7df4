/** Numbers that come from several sources, of which each must send its own in ascending order. */
export class Bookkeeping {
  readonly #last = new Map<string, number>();
  /** A bit for each number: they are millions, and what the tests remember must not be taken for what sockets hold. */
  #seen = new Uint8Array(65_536);
  #count = 0;
  readonly disorders: string[] = [];
  readonly duplicates: number[] = [];

  /** A number has come from a source. */
  order(source: string, number: number): void {
    const last = this.#last.get(source) ?? -1;
    if (number <= last) this.disorders.push(`${source}: ${number} after ${last}`);
    this.#last.set(source, number);
  }

  /** A number, one of those counted from 0 up, has come that may come only once, from whomever. */
  once(number: number): void {
    const index = number >>> 3;
    if (index >= this.#seen.length) this.#grow(index + 1);
    const bits = this.#seen[index] as number;
    const bit = 1 << (number & 7);
    if ((bits & bit) !== 0) {
      this.duplicates.push(number);
      return;
    }
    this.#seen[index] = bits | bit;
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, 2 * this.#seen.length));
    larger.set(this.#seen);
    this.#seen = larger;
  }
}
