/**
 * A first-in, first-out queue over a ring buffer that doubles when it is full.
 *
 * ```
 *        head                 tail = (head + length) & mask
 *         v                    v
 *  [ .  . a  b  c  d  e  f  g  .  .  . ]
 * ```
 *
 * `push` and `shift` are O(1) and allocate nothing while the ring is large enough; an array's `shift` would move
 * every element once it holds more than a few thousand.
 */
export class RingQueue<T> {
  #slots: (T | undefined)[] = new Array<T | undefined>(16);
  #mask = 15;
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: T): void {
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[(this.#head + this.#length) & this.#mask] = value;
    this.#length++;
  }

  peek(): T | undefined {
    return this.#length === 0 ? undefined : this.#slots[this.#head];
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const value = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & this.#mask;
    this.#length--;
    return value;
  }

  clear(): void {
    this.#slots = new Array<T | undefined>(16);
    this.#mask = 15;
    this.#head = 0;
    this.#length = 0;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let index = 0; index < this.#length; index++) {
      yield this.#slots[(this.#head + index) & this.#mask] as T;
    }
  }

  #grow(): void {
    const grown = new Array<T | undefined>(this.#slots.length * 2);
    for (let index = 0; index < this.#length; index++) {
      grown[index] = this.#slots[(this.#head + index) & this.#mask];
    }
    this.#slots = grown;
    this.#mask = grown.length - 1;
    this.#head = 0;
  }
}
