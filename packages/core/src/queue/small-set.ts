/** At most this many members are found by looking through them. */
const MAX_SEARCHED = 16;

/**
 * A set that most often has no member, or one, and whose members come and go with each message. A `Set` would get a new
 * table every few messages, and V8 keeps a chain of such tables, with all that they have referred to, until the next major
 * collection (docs/decisions/sets-in-the-path.md). Only many members have a `Set` here.
 */
export class SmallSet<T> {
  readonly #few: T[] = [];
  #many: Set<T> | undefined;

  get size(): number {
    return this.#many === undefined ? this.#few.length : this.#many.size;
  }

  add(member: T): void {
    if (this.#many !== undefined) {
      this.#many.add(member);
    } else if (!this.#few.includes(member)) {
      this.#few.push(member);
      if (this.#few.length > MAX_SEARCHED) this.#many = new Set(this.#few.splice(0));
    }
  }

  /** @returns whether it was a member. */
  delete(member: T): boolean {
    const many = this.#many;
    if (many !== undefined) {
      const had = many.delete(member);
      if (many.size === 0) this.#many = undefined;
      return had;
    }
    const index = this.#few.indexOf(member);
    if (index === -1) return false;
    if (this.#few.length === 1) this.#few.pop();
    else this.#few.splice(index, 1);
    return true;
  }

  /** Those that are members now, in the order in which they came. */
  members(): T[] {
    return [...(this.#many ?? this.#few)];
  }
}
