import type { SocketCore } from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import { Subscriptions } from './subscriptions.js';
import { subscriptionTarget } from './subscription-target.js';
import type { Topic } from './topic.js';
import { topicBytes } from './topic.js';
import { TopicFilter } from './topic-filter.js';
import { isTopicPattern, type TopicPattern } from './topic-pattern.js';

type GivenTopic = Uint8Array | TopicPattern;

/** Checks topics. @throws TypeError for a value that is neither a topic nor a pattern. */
export function topicsOf(topics: readonly unknown[], where: string): readonly GivenTopic[] {
  return topics.map((topic) => (isTopicPattern(topic) ? topic : topicBytes(topic as Topic, where)));
}

/**
 * What a SUB has subscribed to: prefixes, which its engine knows, and patterns, of which the engine knows the prefix. Only
 * while there are patterns, received messages pass a filter.
 */
export class SubscriberTopics {
  readonly #core: SocketCore;
  readonly #subscriptions: Subscriptions;
  #filter: TopicFilter | undefined;

  /** @param everything Whether it begins with a subscription to everything, which the first topic replaces. */
  constructor(core: SocketCore, everything: boolean) {
    this.#core = core;
    this.#subscriptions = new Subscriptions(subscriptionTarget(core), everything);
  }

  /** @throws ZMQError `EINVAL` for a pattern with the option `invertMatching`. */
  add(topics: readonly GivenTopic[]): void {
    if (this.#filter === undefined && topics.some(isTopicPattern)) this.#beginFilter();
    const prefixes = topics.map((topic) => {
      if (!isTopicPattern(topic)) {
        this.#filter?.addPrefix(topic);
        return topic;
      }
      this.#filter?.addPattern(topic);
      return topic.prefix;
    });
    this.#subscriptions.add(prefixes);
  }

  remove(topics: readonly GivenTopic[]): void {
    const prefixes: Uint8Array[] = [];
    for (const topic of topics) {
      if (isTopicPattern(topic)) {
        if (this.#filter?.removePattern(topic) === true) prefixes.push(topic.prefix);
      } else if (this.#filter?.removePrefix(topic) !== false) {
        prefixes.push(topic);
      }
    }
    this.#subscriptions.remove(prefixes);
    if (this.#filter?.idle !== true) return;
    this.#filter = undefined;
    this.#core.receiver.setFilter(undefined);
  }

  #beginFilter(): void {
    if ((this.#core.getOption('invertMatching') as boolean | undefined) === true) {
      throw new ZMQError(
        'EINVAL',
        'Patterns do not go together with the option invertMatching: subscribe to prefixes.',
      );
    }
    const filter = new TopicFilter();
    for (const [topic, count] of this.#subscriptions.counted()) {
      for (let each = 0; each < count; each++) filter.addPrefix(topic);
    }
    this.#filter = filter;
    this.#core.receiver.setFilter((message) => filter.accepts(message));
  }
}
