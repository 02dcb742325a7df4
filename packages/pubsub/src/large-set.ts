/** A set of this size is copied within a few milliseconds when it grows. */
const MAX_PART_COUNT = 2 ** 16;

/**
 * A set that may have millions of values. A `Set` that has grown full copies everything at once, which takes longer than
 * the event loop may be held up; this one consists of parts that are small enough.
 */
export class LargeSet<T> {
  readonly #parts: Set<T>[] = [new Set()];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds a value that is not there yet. */
  add(value: T): void {
    let last = this.#parts[this.#parts.length - 1] as Set<T>;
    if (last.size >= MAX_PART_COUNT) {
      last = new Set();
      this.#parts.push(last);
    }
    last.add(value);
    this.#size++;
  }

  /** @returns Whether the value was there. Looks at one part after the other. */
  delete(value: T): boolean {
    for (let index = this.#parts.length - 1; index >= 0; index--) {
      const part = this.#parts[index] as Set<T>;
      if (!part.delete(value)) continue;
      this.#size--;
      if (part.size === 0 && this.#parts.length > 1) this.#parts.splice(index, 1);
      return true;
    }
    return false;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const part of this.#parts) yield* part;
  }
}
