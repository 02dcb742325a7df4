import type { EndedTopic, SubscriptionTrie } from './subscription-trie.js';
import { performance, setImmediate } from '@zeromq-ts/core/spi';

/** As much is removed at once: most peers leave within the call that says so. */
const MAX_IMMEDIATE_COUNT = 512;
/** The number of subscriptions removed between two readings of the clock. */
const STEP_COUNT = 64;
/** How long removing may take in one turn of the event loop. */
const MAX_SLICE_MS = 2;
/** How many are removed for each one that is added. */
const REMOVED_PER_ADDED = 2;

/**
 * Removes subscribers that have left from a {@link SubscriptionTrie}, a slice in each turn of the event loop: a peer
 * with a million topics would hold it up for seconds. What is added meanwhile pays for it: as more is removed than
 * added, the tree does not grow while there is something to remove.
 */
export class GradualRemoval<S extends object> {
  readonly #trie: SubscriptionTrie<S>;
  #scheduled = false;

  constructor(trie: SubscriptionTrie<S>) {
    this.#trie = trie;
  }

  /** Removes a subscriber that has left. @param ended Is given each topic that it had, in time. */
  remove(subscriber: S, ended?: EndedTopic): void {
    this.#trie.beginRemoval(subscriber, ended);
    // Behind others that are still being removed, it waits for its turn.
    if (!this.#scheduled) this.#trie.removeSome(MAX_IMMEDIATE_COUNT);
    this.#schedule();
  }

  /** A subscription has been added. */
  added(): void {
    if (this.#scheduled) this.#trie.removeSome(REMOVED_PER_ADDED);
  }

  #schedule(): void {
    if (this.#scheduled || !this.#trie.removing) return;
    this.#scheduled = true;
    setImmediate(this.#onTurn).unref?.();
  }

  readonly #onTurn = (): void => {
    this.#scheduled = false;
    const start = performance.now();
    do this.#trie.removeSome(STEP_COUNT);
    while (this.#trie.removing && performance.now() - start < MAX_SLICE_MS);
    this.#schedule();
  };
}
