/** The weight of everything in several queues. */
export class TotalWeight {
  readonly limit: number;
  weight = 0;
  /** Called, out of a `shift`, when the limit is kept; undefined while nobody waits for it. */
  relieved: (() => void) | undefined;

  /** @param limit Above it the total is exceeded. */
  constructor(limit: number) {
    this.limit = limit;
  }

  get exceeded(): boolean {
    return this.weight > this.limit;
  }
}

/**
 * A first-in, first-out queue that knows how much its values weigh together: a ring buffer as {@link RingQueue}, with a
 * weight beside each value. The weight is what it was when the value was pushed, whatever becomes of the value meanwhile.
 */
export class WeighedQueue<T> {
  readonly #total: TotalWeight;
  #values: (T | undefined)[] = new Array<T | undefined>(16);
  #weights = new Array<number>(16);
  #mask = 15;
  #head = 0;
  #length = 0;
  #weight = 0;

  /** @param total Where the weight is counted together with that of other queues. */
  constructor(total: TotalWeight = new TotalWeight(Infinity)) {
    this.#total = total;
  }

  get length(): number {
    return this.#length;
  }

  /** What all of its values weigh. */
  get weight(): number {
    return this.#weight;
  }

  push(value: T, weight: number): void {
    if (this.#length === this.#values.length) this.#grow();
    const slot = (this.#head + this.#length) & this.#mask;
    this.#values[slot] = value;
    this.#weights[slot] = weight;
    this.#length++;
    this.#weight += weight;
    this.#total.weight += weight;
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const head = this.#head;
    const weight = this.#weights[head] as number;
    const value = this.#values[head];
    this.#values[head] = undefined;
    this.#head = (head + 1) & this.#mask;
    this.#length--;
    this.#weight -= weight;
    const total = this.#total;
    total.weight -= weight;
    if (total.relieved !== undefined && !total.exceeded) total.relieved();
    return value;
  }

  /** Takes out the first occurrence of `value`; false when it is not there. O(n). */
  remove(value: T): boolean {
    for (let index = 0; index < this.#length; index++) {
      const slot = (this.#head + index) & this.#mask;
      if (this.#values[slot] !== value) continue;
      const weight = this.#weights[slot] as number;
      this.#weight -= weight;
      this.#total.weight -= weight;
      this.#close(index);
      return true;
    }
    return false;
  }

  clear(): void {
    this.#total.weight -= this.#weight;
    this.#weight = 0;
    this.#values = new Array<T | undefined>(16);
    this.#weights = new Array<number>(16);
    this.#mask = 15;
    this.#head = 0;
    this.#length = 0;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let index = 0; index < this.#length; index++) {
      yield this.#values[(this.#head + index) & this.#mask] as T;
    }
  }

  /** Moves what is behind a value into its place. */
  #close(index: number): void {
    for (let next = index; next < this.#length - 1; next++) {
      const [to, from] = [(this.#head + next) & this.#mask, (this.#head + next + 1) & this.#mask];
      this.#values[to] = this.#values[from];
      this.#weights[to] = this.#weights[from] as number;
    }
    this.#length--;
    this.#values[(this.#head + this.#length) & this.#mask] = undefined;
  }

  #grow(): void {
    const { length } = this.#values;
    const values = new Array<T | undefined>(length * 2);
    const weights = new Array<number>(length * 2);
    for (let index = 0; index < this.#length; index++) {
      const slot = (this.#head + index) & this.#mask;
      values[index] = this.#values[slot];
      weights[index] = this.#weights[slot] as number;
    }
    this.#values = values;
    this.#weights = weights;
    this.#mask = values.length - 1;
    this.#head = 0;
  }
}
