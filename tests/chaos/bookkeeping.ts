/** Numbers that come from several sources, of which each must send its own in ascending order. */
export class Bookkeeping {
  readonly #last = new Map<string, number>();
  readonly #seen = new Set<number>();
  readonly disorders: string[] = [];
  readonly duplicates: number[] = [];

  /** A number has come from a source. */
  order(source: string, number: number): void {
    const last = this.#last.get(source) ?? -1;
    if (number <= last) this.disorders.push(`${source}: ${number} after ${last}`);
    this.#last.set(source, number);
  }

  /** A number has come that may come only once, from whomever. */
  once(number: number): void {
    if (this.#seen.has(number)) this.duplicates.push(number);
    this.#seen.add(number);
  }

  get count(): number {
    return this.#seen.size;
  }
}
