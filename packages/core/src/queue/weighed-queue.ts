/** The weight of everything in several queues. */
export class TotalWeight {
  readonly limit: number;
  weight = 0;
  /** Called from within `shift` when the queue is below the limit again; undefined while no listener waits. */
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
 * weight behind each value. The weight is what it was when the value was pushed, whatever becomes of the value meanwhile.
 *
 * ```
 *        head                     tail = (head + 2 * length) & mask
 *         v                        v
 *  [ . .  a 9  b 138  c 130  d 128  . .  . . ]
 * ```
 */
export class WeighedQueue<T> {
  readonly #total: TotalWeight;
  #slots: (T | number | undefined)[] = emptySlots(MIN_SLOTS);
  #mask = MIN_SLOTS - 1;
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

  /** @returns what all of its values weigh now. */
  push(value: T, weight: number): number {
    const length = this.#length;
    if (2 * length > this.#mask) this.#grow();
    const slots = this.#slots;
    const slot = (this.#head + 2 * length) & this.#mask;
    slots[slot] = value;
    slots[slot + 1] = weight;
    this.#length = length + 1;
    this.#total.weight += weight;
    return (this.#weight += weight);
  }

  /** The first value, which stays in the queue. */
  peek(): T | undefined {
    return this.#length === 0 ? undefined : (this.#slots[this.#head] as T);
  }

  shift(): T | undefined {
    const length = this.#length;
    if (length === 0) return undefined;
    const head = this.#head;
    const slots = this.#slots;
    const value = slots[head] as T;
    const weight = slots[head + 1] as number;
    slots[head] = undefined;
    this.#head = (head + 2) & this.#mask;
    this.#length = length - 1;
    this.#weight -= weight;
    const total = this.#total;
    total.weight -= weight;
    if (total.relieved !== undefined && !total.exceeded) total.relieved();
    return value;
  }

  /**
   * Takes out the last occurrence of `value`; false when it is not there. It costs as many steps as there are values
   * behind it: who takes back a message has written it last.
   */
  remove(value: T): boolean {
    for (let index = this.#length - 1; index >= 0; index--) {
      const slot = this.#slot(index);
      if (this.#slots[slot] !== value) continue;
      const weight = this.#slots[slot + 1] as number;
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
    this.#slots = emptySlots(MIN_SLOTS);
    this.#mask = MIN_SLOTS - 1;
    this.#head = 0;
    this.#length = 0;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let index = 0; index < this.#length; index++) yield this.#slots[this.#slot(index)] as T;
  }

  /** The position of the value with this index. */
  #slot(index: number): number {
    return (this.#head + 2 * index) & this.#mask;
  }

  /** Moves what is behind a value into its place. */
  #close(index: number): void {
    const slots = this.#slots;
    for (let next = index; next < this.#length - 1; next++) {
      const [to, from] = [this.#slot(next), this.#slot(next + 1)];
      slots[to] = slots[from];
      slots[to + 1] = slots[from + 1];
    }
    this.#length--;
    slots[this.#slot(this.#length)] = undefined;
  }

  #grow(): void {
    const slots = emptySlots<T>(this.#slots.length * 2);
    for (let index = 0; index < this.#length; index++) {
      const slot = this.#slot(index);
      slots[2 * index] = this.#slots[slot];
      slots[2 * index + 1] = this.#slots[slot + 1];
    }
    this.#slots = slots;
    this.#mask = slots.length - 1;
    this.#head = 0;
  }
}

/** Room for 16 values and their weights. */
const MIN_SLOTS = 32;

function emptySlots<T>(length: number): (T | number | undefined)[] {
  return new Array<T | number | undefined>(length);
}
