import type { PrefixMatcher } from '@zeromq-ts/core/spi';
import { encodeText } from '@zeromq-ts/core/spi';
import { LargeSet } from './large-set.js';
import { SUBSCRIPTION_OVERHEAD_BYTES } from './subscription-limits.js';
import type { MarkTarget } from './subscription-node.js';
import { SubscriptionNode } from './subscription-node.js';
import { bytesOfTopic, dropTopic, findTopic, reachTopic } from './topic-tree.js';

/** Removing this many bytes of a topic takes about as long as the rest of removing a subscription. */
const SHORT_TOPIC_BYTES = 512;

/** What one subscriber has. */
interface Share<S extends object> {
  readonly nodes: LargeSet<SubscriptionNode<S>>;
  /** In all of its topics. */
  bytes: number;
}

/** Called with each topic of a subscriber that leaves, and whether no other subscriber has it. */
export type EndedTopic = (topic: Uint8Array, last: boolean) => void;

/** A subscriber that has left, and what is still to be removed of it. */
interface Leaver<S extends object> {
  readonly subscriber: S;
  readonly nodes: Iterator<SubscriptionNode<S>>;
  readonly ended: EndedTopic | undefined;
}

/**
 * Who has subscribed to which topics, and so who gets a message: everybody with a topic that it begins with. A radix tree
 * (`topic-tree.ts`), from which a subscriber that leaves is removed in steps ({@link beginRemoval}).
 */
export class SubscriptionTrie<S extends object> implements PrefixMatcher {
  readonly #root = newNode<S>(undefined, '', 0);
  /** What each one has subscribed to, so that all of it is found when it leaves. */
  readonly #shares = new Map<S, Share<S>>();
  /** Who has left, and is not removed yet; the first is being removed. */
  readonly #leavers = new Map<S, Leaver<S>>();
  #size = 0;
  /** In all subscriptions, also of leavers. */
  #bytes = 0;
  #subscriptions = 0;
  #leaverCost = 0;

  /** The number of topics of a subscriber. */
  get size(): number {
    return this.#size;
  }

  /** What all subscriptions cost together, in bytes, also those that are still to be removed. */
  get cost(): number {
    return this.#bytes + this.#subscriptions * SUBSCRIPTION_OVERHEAD_BYTES;
  }

  /** The same without those that are still to be removed. */
  get liveCost(): number {
    return this.cost - this.#leaverCost;
  }

  /** Whether anybody is subscribed who has not left. */
  get occupied(): boolean {
    return this.#shares.size > 0;
  }

  /** How many subscribers there are that have not left. */
  get subscribers(): number {
    return this.#shares.size;
  }

  /** Whether subscriptions of subscribers that have left are still to be removed. */
  get removing(): boolean {
    return this.#leavers.size > 0;
  }

  /** How many topics a subscriber has, and how many bytes these have together. */
  shareOf(subscriber: S): { readonly topics: number; readonly bytes: number } {
    const share = this.#shares.get(subscriber);
    return { topics: share?.nodes.size ?? 0, bytes: share?.bytes ?? 0 };
  }

  /** The subscriber whose subscriptions cost most. Looks at all of them. */
  get largest(): S | undefined {
    let largest: S | undefined;
    let most = -1;
    for (const [subscriber, share] of this.#shares) {
      const cost = costOf(share);
      if (cost <= most) continue;
      most = cost;
      largest = subscriber;
    }
    return largest;
  }

  /** @returns `'first'` and `'another'` subscriber to this topic; `'again'` when it had subscribed already. */
  add(topic: Uint8Array, subscriber: S): 'first' | 'another' | 'again' {
    const node = reachTopic(this.#root, topic, newNode);
    const first = !node.taken;
    if (!node.enter(subscriber)) return 'again';
    let share = this.#shares.get(subscriber);
    if (share === undefined) {
      share = { nodes: new LargeSet(), bytes: 0 };
      this.#shares.set(subscriber, share);
    }
    share.nodes.add(node);
    share.bytes += topic.byteLength;
    this.#bytes += topic.byteLength;
    this.#subscriptions++;
    if (first) this.#size++;
    return first ? 'first' : 'another';
  }

  /** @returns Whether it was the `'last'` subscriber to this topic, there are `'others'`, or it was `'none'`. */
  remove(topic: Uint8Array, subscriber: S): 'last' | 'others' | 'none' {
    const node = findTopic(this.#root, topic);
    const share = this.#shares.get(subscriber);
    if (node === undefined || share?.nodes.delete(node) !== true) return 'none';
    share.bytes -= topic.byteLength;
    if (share.nodes.size === 0) this.#shares.delete(subscriber);
    return this.#leave(node, subscriber) ? 'last' : 'others';
  }

  /** Removes all subscriptions of a subscriber, at once. */
  removeAll(subscriber: S, ended?: EndedTopic): void {
    this.beginRemoval(subscriber, ended);
    while (this.removing) this.removeSome(1024);
  }

  /**
   * Starts to remove all subscriptions of a subscriber; `removeSome` continues. From now on it counts as not
   * subscribed, except that a topic without other subscribers does not end before it is removed. It must not subscribe
   * again.
   */
  beginRemoval(subscriber: S, ended?: EndedTopic): void {
    const share = this.#shares.get(subscriber);
    if (share === undefined) return;
    this.#shares.delete(subscriber);
    this.#leaverCost += costOf(share);
    this.#leavers.set(subscriber, { subscriber, nodes: share.nodes[Symbol.iterator](), ended });
  }

  /**
   * Removes subscriptions of subscribers that have left, one at least if there are any.
   *
   * @param work How many: a short topic counts as one, a longer one in proportion to its length.
   */
  removeSome(work: number): void {
    for (const { subscriber, nodes, ended } of this.#leavers.values()) {
      while (work > 0) {
        const next = nodes.next();
        if (next.done === true) break;
        work -= 1 + Math.floor(next.value.end / SHORT_TOPIC_BYTES);
        const topic = ended === undefined ? undefined : topicOf(next.value);
        this.#leaverCost -= next.value.end + SUBSCRIPTION_OVERHEAD_BYTES;
        const last = this.#leave(next.value, subscriber);
        if (topic !== undefined) ended?.(topic, last);
      }
      if (work <= 0) return;
      this.#leavers.delete(subscriber);
    }
  }

  /** Marks everybody who has subscribed to something that a frame begins with. Text is UTF-8. */
  match(frame: string | Uint8Array, target: MarkTarget<S>): void {
    if (typeof frame === 'string') this.#matchText(frame, target);
    else this.#matchBytes(frame, 0, frame.byteLength, target);
  }

  /** Whether anybody has subscribed to something that these bytes begin with. */
  look(block: Uint8Array, start = 0, end: number = block.byteLength): boolean {
    return this.#matchBytes(block, start, end, undefined);
  }

  /**
   * @returns Whether any subscription matches; without a target, it stops at the first of a subscriber that has not
   * left.
   */
  #matchBytes(block: Uint8Array, start: number, end: number, target: MarkTarget<S> | undefined): boolean {
    const length = end - start;
    let node = this.#root;
    let at = 0;
    for (;;) {
      if (target !== undefined) node.mark(target);
      else if (node.taken && (this.#leavers.size === 0 || node.takenByOther(this.#leavers))) return true;
      if (at === length) return false;
      const child = node.childAt(block[start + at] as number);
      if (child === undefined) return false;
      const { topic, end: next } = child;
      if (next > length) return false;
      for (at++; at < next; at++) if (topic.charCodeAt(at) !== block[start + at]) return false;
      node = child;
    }
  }

  /** The same for text, which is encoded only when something else than ASCII comes before the outcome is clear. */
  #matchText(text: string, target: MarkTarget<S>): void {
    let node = this.#root;
    let at = 0;
    for (;;) {
      node.mark(target);
      if (at === text.length) return;
      const first = text.charCodeAt(at);
      if (first > 127) break;
      const child = node.childAt(first);
      if (child === undefined) return;
      const { topic, end: next } = child;
      const end = Math.min(next, text.length);
      for (at++; at < end; at++) {
        const byte = text.charCodeAt(at);
        if (byte > 127) {
          this.match(encodeText(text), target);
          return;
        }
        if (byte !== topic.charCodeAt(at)) return;
      }
      if (end < next) return;
      node = child;
    }
    this.match(encodeText(text), target);
  }

  /** @returns Whether the topic has no more subscribers. */
  #leave(node: SubscriptionNode<S>, subscriber: S): boolean {
    node.leave(subscriber);
    this.#bytes -= node.end;
    this.#subscriptions--;
    if (node.taken) return false;
    this.#size--;
    dropTopic(node);
    return true;
  }
}

function costOf<S extends object>({ nodes, bytes }: Share<S>): number {
  return bytes + nodes.size * SUBSCRIPTION_OVERHEAD_BYTES;
}

function newNode<S extends object>(
  parent: SubscriptionNode<S> | undefined,
  topic: string,
  end: number,
): SubscriptionNode<S> {
  return new SubscriptionNode(parent, topic, end);
}

function topicOf<S extends object>({ topic, end }: SubscriptionNode<S>): Uint8Array {
  return bytesOfTopic(topic, end);
}
