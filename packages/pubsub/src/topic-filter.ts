import type { Message } from '@zeromq-ts/core';
import { framesInPlace } from '@zeromq-ts/core/spi';
import { TopicCounts } from './topic-counts.js';
import type { TopicPattern } from './topic-pattern.js';
import { TopicSet } from './topic-set.js';

/**
 * The topics of a SUB that has subscribed to patterns: the engine delivers what begins with a prefix on the wire, and this
 * decides which of it is for the application.
 */
export class TopicFilter {
  readonly #patterns = new Map<TopicPattern, number>();
  readonly #counts = new TopicCounts();
  readonly #prefixes = new TopicSet();

  /** Whether there is no pattern, so that nothing is to be filtered. */
  get idle(): boolean {
    return this.#patterns.size === 0;
  }

  addPattern(pattern: TopicPattern): void {
    this.#patterns.set(pattern, (this.#patterns.get(pattern) ?? 0) + 1);
  }

  /** @returns Whether there was such a pattern. */
  removePattern(pattern: TopicPattern): boolean {
    const count = this.#patterns.get(pattern);
    if (count === undefined) return false;
    if (count > 1) this.#patterns.set(pattern, count - 1);
    else this.#patterns.delete(pattern);
    return true;
  }

  addPrefix(topic: Uint8Array): void {
    if (this.#counts.add(topic)) this.#prefixes.add(topic);
  }

  /** @returns Whether there was such a prefix. */
  removePrefix(topic: Uint8Array): boolean {
    if (!this.#counts.has(topic)) return false;
    if (this.#counts.remove(topic)) this.#prefixes.remove(topic);
    return true;
  }

  accepts(message: Message): boolean {
    const topic = framesInPlace(message)[0] as Uint8Array;
    if (this.#prefixes.look(topic, 0, topic.byteLength)) return true;
    for (const pattern of this.#patterns.keys()) if (pattern.matches(topic)) return true;
    return false;
  }
}
