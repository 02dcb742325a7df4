import type { PrefixMatcher } from '@zeromq-ts/core/spi';
import { binaryKey, encodeText } from '@zeromq-ts/core/spi';
import { LargeSet } from './large-set.js';
import { SUBSCRIPTION_OVERHEAD_BYTES } from './subscription-limits.js';
import type { MarkTarget } from './subscription-node.js';
import { SubscriptionNode } from './subscription-node.js';

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
 * Who has subscribed to which topics, and so who gets a message: everybody with a topic that it begins with.
 *
 * ```
 *   subscribed to:  weather.  weather.berlin  weather.bern  news
 *
 *      ┌─ weather. ● ── ber ─┬─ lin ●
 *   ───┤                     └─ n ●
 *      └─ news ●
 * ```
 *
 * A radix tree: nodes that one way leads through are one. So a topic costs one or two nodes, however long it is, and a
 * message is compared byte by byte once, however many topics there are. Nothing is recursive: how deep it gets is up
 * to the peers, and so is the order of what they subscribe to and cancel. No operation takes longer than in proportion
 * to the length of its topic: labels are spans of topics ({@link SubscriptionNode}), and only the topics of leaves are
 * kept. A subscriber that leaves is removed in steps ({@link beginRemoval}).
 */
export class SubscriptionTrie<S extends object> implements PrefixMatcher {
  readonly #root = new SubscriptionNode<S>(undefined, '', 0);
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
    const node = this.#reach(topic);
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
    const node = this.#find(topic);
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

  #find(topic: Uint8Array): SubscriptionNode<S> | undefined {
    const { length: end } = topic;
    let node = this.#root;
    while (node.end < end) {
      const child = node.childAt(topic[node.end] as number);
      if (child === undefined || agreement(child, topic, node.end) < child.end) return undefined;
      node = child;
    }
    return node;
  }

  /** The node where a topic ends, made if there is none. */
  #reach(topic: Uint8Array): SubscriptionNode<S> {
    const { length: end } = topic;
    let node = this.#root;
    while (node.end < end) {
      const child = node.childAt(topic[node.end] as number);
      if (child === undefined) return grow(node, topic);
      const agreed = agreement(child, topic, node.end);
      if (agreed === child.end) {
        node = child;
      } else {
        // Half way to the child a new way branches off, or ends.
        const fork = new SubscriptionNode<S>(node, child.topic, agreed);
        node.adopt(fork);
        fork.adopt(child);
        node = fork;
      }
    }
    return node;
  }

  /** @returns Whether the topic has no more subscribers. */
  #leave(node: SubscriptionNode<S>, subscriber: S): boolean {
    node.leave(subscriber);
    this.#bytes -= node.end;
    this.#subscriptions--;
    if (node.taken) return false;
    this.#size--;
    const { parent } = node;
    if (parent !== undefined && node.childless) prune(node, parent);
    else join(node);
    return true;
  }
}

function costOf<S extends object>({ nodes, bytes }: Share<S>): number {
  return bytes + nodes.size * SUBSCRIPTION_OVERHEAD_BYTES;
}

/** Adds a leaf where a topic ends. The topic is copied. */
function grow<S extends object>(parent: SubscriptionNode<S>, topic: Uint8Array): SubscriptionNode<S> {
  const wasLeaf = parent.childless;
  const leaf = new SubscriptionNode<S>(parent, binaryKey(topic), topic.byteLength);
  parent.adopt(leaf);
  // The topic of the former leaf is a prefix of the new one, and is no longer needed.
  if (wasLeaf) replaceTopic(parent, parent.topic.length, leaf.topic);
  return leaf;
}

/** Removes a leaf without a subscription. */
function prune<S extends object>(leaf: SubscriptionNode<S>, parent: SubscriptionNode<S>): void {
  parent.disown(leaf);
  if (parent.parent === undefined) return;
  const heir = parent.anyChild;
  // What becomes a leaf keeps its own part of the topic alone.
  const topic = heir === undefined ? copyOf(leaf.topic, parent.end) : heir.topic;
  replaceTopic(parent, leaf.topic.length, topic);
  join(parent);
}

/** Makes one of a node where nothing ends and the one child that it leads to. */
function join<S extends object>(node: SubscriptionNode<S>): void {
  const { parent, onlyChild } = node;
  if (parent === undefined || onlyChild === undefined || node.taken) return;
  parent.adopt(onlyChild);
}

/**
 * Gives a node, and those above it, another topic, of a leaf below all of them. Topics are distinguished by their
 * length, as comparing two equal ones would take as long as they are: it is no loss if one more of them is replaced.
 */
function replaceTopic<S extends object>(first: SubscriptionNode<S>, length: number, topic: string): void {
  for (let node: SubscriptionNode<S> | undefined = first; node?.parent !== undefined; node = node.parent) {
    if (node.topic.length === length) node.topic = topic;
  }
}

/** How far the topic of a node and another one agree, at most to the end of the node; to `at`, and one more, they do. */
function agreement<S extends object>(node: SubscriptionNode<S>, topic: Uint8Array, at: number): number {
  const text = node.topic;
  const end = Math.min(node.end, topic.length);
  let agreed = at + 1;
  while (agreed < end && text.charCodeAt(agreed) === topic[agreed]) agreed++;
  return agreed;
}

/** The beginning of a topic; unlike a slice it does not keep the whole string alive. */
function copyOf(topic: string, end: number): string {
  return binaryKey(bytesOf(topic, end));
}

function topicOf<S extends object>({ topic, end }: SubscriptionNode<S>): Uint8Array {
  return bytesOf(topic, end);
}

function bytesOf(topic: string, end: number): Uint8Array {
  const bytes = new Uint8Array(end);
  for (let index = 0; index < end; index++) bytes[index] = topic.charCodeAt(index);
  return bytes;
}
