import { ZMQError } from '@zeromq-ts/core/spi';

/** The most keys that wait, unless `maxKeys` says otherwise. */
const DEFAULT_MAX_KEYS = 65_536;

/**
 * Of what comes while the loop is busy, keeps only the newest of each key: for a consumer of prices or states that is
 * slower than its source. The option `conflate` of a socket keeps one message, whatever its topic; this keeps one for each
 * topic.
 *
 * It takes from the source all the time, also while the loop body awaits, and yields keys in the order in which they began to
 * wait. Leaving the loop ends the iteration of the source; a socket stays open. What the source throws, the iterator throws
 * after the items that are waiting.
 *
 * @param source A socket, a typed socket, or anything else that `for await` takes.
 * @param key What the key of an item is. Items with the same key replace each other.
 * @param options `maxKeys`: how many keys may wait before the source is no longer read. Default 65 536.
 * @throws ZMQError `EINVAL` for a wrong argument.
 *
 * @example
 * ```ts
 * import { conflateByKey, ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
 *
 * await using publisher = new ZMQPublisher('inproc://ticker');
 * await using subscriber = new ZMQSubscriber('inproc://ticker', '');
 * await publisher.subscribed('', { timeout: 1000 });
 * const prices = [['gold', '1'], ['iron', '2'], ['gold', '3'], ['end', '']];
 * for (const [metal = '', price = ''] of prices) await publisher.send(metal, price);
 *
 * const newest = new Map<string, string>();
 * for await (const message of conflateByKey(subscriber, (each) => each.text(0))) {
 *   if (message.text(0) === 'end') break;
 *   newest.set(message.text(0), message.text(1));
 * }
 * console.log(newest.get('gold')); // 3
 * ```
 */
export function conflateByKey<T>(
  source: AsyncIterable<T>,
  key: (item: T) => unknown,
  options: { readonly maxKeys?: number } = {},
): AsyncIterableIterator<T> {
  const { maxKeys = DEFAULT_MAX_KEYS } = options;
  if (typeof key !== 'function') throw new ZMQError('EINVAL', 'conflateByKey takes a function that returns the key.');
  if (!(maxKeys >= 1)) throw new ZMQError('EINVAL', `maxKeys is ${String(maxKeys)}; it accepts a number from 1.`);
  return new ConflatingIterator(source, key, maxKeys);
}

class ConflatingIterator<T> implements AsyncIterableIterator<T> {
  readonly #source: AsyncIterator<T>;
  readonly #key: (item: T) => unknown;
  readonly #maxKeys: number;
  /** The newest item of each key, those first that have waited longest. */
  readonly #waiting = new Map<unknown, T>();
  #begun = false;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  /** Wakes calls of `next`, and the reader when there is room. */
  #wake = new Set<() => void>();

  constructor(source: AsyncIterable<T>, key: (item: T) => unknown, maxKeys: number) {
    this.#source = source[Symbol.asyncIterator]();
    this.#key = key;
    this.#maxKeys = maxKeys;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T>> {
    if (!this.#begun) void this.#read();
    this.#begun = true;
    for (;;) {
      for (const [key, value] of this.#waiting) {
        this.#waiting.delete(key);
        this.#changed();
        return { done: false, value };
      }
      if (this.#failure !== undefined) {
        const { error } = this.#failure;
        this.#failure = undefined;
        throw error;
      }
      if (this.#ended) return { done: true, value: undefined };
      await this.#change();
    }
  }

  async return(): Promise<IteratorResult<T>> {
    this.#ended = true;
    this.#waiting.clear();
    this.#changed();
    // Not awaited: a generator that waits for its next item returns only after that.
    Promise.resolve(this.#source.return?.()).catch(() => {});
    return { done: true, value: undefined };
  }

  async #read(): Promise<void> {
    try {
      while (!this.#ended) {
        const { done, value } = await this.#source.next();
        if (done === true || this.#ended) break;
        await this.#put(value);
      }
    } catch (error) {
      // No caller waits for what the source throws because the loop was left.
      if (!this.#ended) {
        this.#failure = { error };
        // The error may be of `key`: then the source is still being read.
        Promise.resolve(this.#source.return?.()).catch(() => {});
      }
    }
    this.#ended = true;
    this.#changed();
  }

  async #put(item: T): Promise<void> {
    const key = this.#key(item);
    while (!this.#waiting.has(key) && this.#waiting.size >= this.#maxKeys && !this.#ended) await this.#change();
    if (this.#ended) return;
    this.#waiting.set(key, item);
    this.#changed();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#wake.add(resolve));
  }

  #changed(): void {
    const waiting = this.#wake;
    this.#wake = new Set();
    for (const wake of waiting) wake();
  }
}
