import type { PrefixMatcher } from '@zeromq-ts/core/spi';
import { TopicNode } from './topic-node.js';
import { dropTopic, findTopic, reachTopic } from './topic-tree.js';

class Place extends TopicNode<Place> {
  taken = false;
}

/**
 * The topics of one subscriber, each once: whether a message begins with one of them. It is the tree of a
 * {@link SubscriptionTrie} without who has subscribed, and so without what only publishers need.
 */
export class TopicSet implements PrefixMatcher {
  readonly #root = new Place(undefined, '', 0);

  add(topic: Uint8Array): void {
    reachTopic(this.#root, topic, (parent, text, end) => new Place(parent, text, end)).taken = true;
  }

  remove(topic: Uint8Array): void {
    const place = findTopic(this.#root, topic);
    if (place?.taken !== true) return;
    place.taken = false;
    dropTopic(place);
  }

  look(block: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    let place = this.#root;
    let at = 0;
    for (;;) {
      if (place.taken) return true;
      if (at === length) return false;
      const child = place.childAt(block[start + at] as number);
      if (child === undefined) return false;
      const { topic, end: next } = child;
      if (next > length) return false;
      for (at++; at < next; at++) if (topic.charCodeAt(at) !== block[start + at]) return false;
      place = child;
    }
  }
}
