import { TopicCounts } from './topic-counts.js';

/** What a {@link Subscriptions} does to its engine. */
export interface SubscriptionTarget {
  subscribe(topic: Uint8Array): void;
  unsubscribe(topic: Uint8Array): void;
}

const EVERYTHING = new Uint8Array(0);

/**
 * The subscriptions of a SUB.
 *
 * It begins with an implicit subscription to everything, or with nothing. The first explicit topic replaces the
 * implicit one; after that, what is unsubscribed from stays away.
 */
export class Subscriptions {
  readonly #target: SubscriptionTarget;
  readonly #explicit = new TopicCounts();
  #implicit: boolean;

  constructor(target: SubscriptionTarget, everything: boolean) {
    this.#target = target;
    this.#implicit = everything;
    if (everything) target.subscribe(EVERYTHING);
  }

  /** The topics that were subscribed to explicitly, each with the number of its subscriptions. */
  counted(): IterableIterator<readonly [topic: Uint8Array, count: number]> {
    return this.#explicit.counted();
  }

  add(topics: readonly Uint8Array[]): void {
    for (const topic of topics) {
      // An explicit '' takes over the subscription that is there.
      const takenOver = this.#implicit && topic.byteLength === 0;
      if (this.#explicit.add(topic) && !takenOver) this.#target.subscribe(topic);
      if (takenOver) this.#implicit = false;
    }
    // Only now: no message may slip through between "everything" and the topics that replace it.
    if (topics.length > 0) this.#endImplicit();
  }

  remove(topics: readonly Uint8Array[]): void {
    for (const topic of topics) {
      if (this.#explicit.remove(topic)) this.#target.unsubscribe(topic);
      else if (topic.byteLength === 0) this.#endImplicit();
    }
  }

  #endImplicit(): void {
    if (!this.#implicit) return;
    this.#implicit = false;
    this.#target.unsubscribe(EVERYTHING);
  }
}
