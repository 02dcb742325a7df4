import { binaryKey } from '@zeromq-ts/core/spi';

interface Counted {
  readonly topic: Uint8Array;
  count: number;
}

/**
 * How often each topic has been subscribed to. A topic subscribed to twice is left after it has been unsubscribed
 * from twice, as in libzmq.
 */
export class TopicCounts {
  readonly #counted = new Map<string, Counted>();

  /** @returns Whether this is the first subscription to the topic. */
  add(topic: Uint8Array): boolean {
    const key = binaryKey(topic);
    const counted = this.#counted.get(key);
    if (counted === undefined) this.#counted.set(key, { topic, count: 1 });
    else counted.count++;
    return counted === undefined;
  }

  /** @returns Whether this was the last subscription to the topic; false, too, when there was none. */
  remove(topic: Uint8Array): boolean {
    const key = binaryKey(topic);
    const counted = this.#counted.get(key);
    if (counted === undefined) return false;
    if (--counted.count > 0) return false;
    return this.#counted.delete(key);
  }

  /** Whether the topic is subscribed to. */
  has(topic: Uint8Array): boolean {
    return this.#counted.has(binaryKey(topic));
  }

  /** Each topic with the number of its subscriptions. */
  *counted(): IterableIterator<readonly [topic: Uint8Array, count: number]> {
    for (const { topic, count } of this.#counted.values()) yield [topic, count];
  }

  /** Each topic once, in the order of the first subscriptions. */
  *[Symbol.iterator](): IterableIterator<Uint8Array> {
    for (const { topic } of this.#counted.values()) yield topic;
  }
}
