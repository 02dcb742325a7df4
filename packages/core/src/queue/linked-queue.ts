/** A place in a {@link LinkedQueue}. */
export interface QueueEntry<T> {
  readonly value: T;
  /** Whether the value is still in the queue. */
  readonly queued: boolean;
}

class Entry<T> implements QueueEntry<T> {
  readonly value: T;
  queued = true;
  previous: Entry<T> | undefined;
  next: Entry<T> | undefined;

  constructor(value: T, previous: Entry<T> | undefined) {
    this.value = value;
    this.previous = previous;
  }
}

/**
 * A first-in, first-out queue as a doubly linked list. Every operation is O(1), also taking a value out of the middle:
 * for operations that can time out or be aborted while they wait. A {@link RingQueue} allocates
 * less, but cannot do that.
 */
export class LinkedQueue<T> {
  #first: Entry<T> | undefined;
  #last: Entry<T> | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @returns the place of the value, for `remove`. */
  push(value: T): QueueEntry<T> {
    const entry = new Entry(value, this.#last);
    if (this.#last === undefined) this.#first = entry;
    else this.#last.next = entry;
    this.#last = entry;
    this.#length++;
    return entry;
  }

  /** The first value, which stays in the queue. */
  peek(): T | undefined {
    return this.#first?.value;
  }

  /** Takes out the first. */
  shift(): QueueEntry<T> | undefined {
    const first = this.#first;
    if (first !== undefined) this.#unlink(first);
    return first;
  }

  /** Takes out a value that `push` of this queue has put in; false when it has left the queue before. */
  remove(entry: QueueEntry<T>): boolean {
    if (!entry.queued) return false;
    this.#unlink(entry as Entry<T>);
    return true;
  }

  /** Do not take the entry out that was yielded last. */
  *[Symbol.iterator](): IterableIterator<QueueEntry<T>> {
    for (let entry = this.#first; entry !== undefined; entry = entry.next) yield entry;
  }

  #unlink(entry: Entry<T>): void {
    const { previous, next } = entry;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    entry.previous = undefined;
    entry.next = undefined;
    entry.queued = false;
    this.#length--;
  }
}
