import type { FrameLooker } from '@zeromq-ts/core/spi';
import { binaryKey, encodeText } from '@zeromq-ts/core/spi';
import type { MarkTarget } from './subscription-node.js';
import { SubscriptionNode } from './subscription-node.js';

/** What one subscriber has. */
interface Share<S extends object> {
  readonly nodes: Set<SubscriptionNode<S>>;
  /** In all of its topics. */
  octets: number;
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
 * message is compared octet by octet once, however many topics there are. Nothing is recursive: how deep it gets is up
 * to the peers.
 */
export class SubscriptionTrie<S extends object> implements FrameLooker {
  readonly #root = new SubscriptionNode<S>(undefined, '');
  /** What each one has subscribed to, so that all of it is found when it leaves. */
  readonly #shares = new Map<S, Share<S>>();
  #size = 0;

  /** How many topics somebody has subscribed to. */
  get size(): number {
    return this.#size;
  }

  /** How many topics somebody has subscribed to, and how many octets these have together. */
  shareOf(subscriber: S): { readonly topics: number; readonly octets: number } {
    const share = this.#shares.get(subscriber);
    return { topics: share?.nodes.size ?? 0, octets: share?.octets ?? 0 };
  }

  /** @returns `'first'` and `'another'` subscriber to this topic; `'again'` when it had subscribed already. */
  add(topic: Uint8Array, subscriber: S): 'first' | 'another' | 'again' {
    const node = this.#reach(topic);
    const first = !node.taken;
    if (!node.enter(subscriber)) return 'again';
    let share = this.#shares.get(subscriber);
    if (share === undefined) {
      share = { nodes: new Set(), octets: 0 };
      this.#shares.set(subscriber, share);
    }
    share.nodes.add(node);
    share.octets += topic.byteLength;
    if (first) this.#size++;
    return first ? 'first' : 'another';
  }

  /** @returns Whether it was the `'last'` subscriber to this topic, there are `'others'`, or it was `'none'`. */
  remove(topic: Uint8Array, subscriber: S): 'last' | 'others' | 'none' {
    const node = this.#find(topic);
    const share = this.#shares.get(subscriber);
    if (node === undefined || share?.nodes.delete(node) !== true) return 'none';
    share.octets -= topic.byteLength;
    if (share.nodes.size === 0) this.#shares.delete(subscriber);
    return this.#leave(node, subscriber) ? 'last' : 'others';
  }

  /**
   * Removes everything that somebody has subscribed to.
   *
   * @param told Is told of each topic, and whether nobody else has subscribed to it.
   */
  removeAll(subscriber: S, told?: (topic: Uint8Array, last: boolean) => void): void {
    const share = this.#shares.get(subscriber);
    if (share === undefined) return;
    this.#shares.delete(subscriber);
    for (const node of share.nodes) {
      const topic = told === undefined ? undefined : topicOf(node);
      const last = this.#leave(node, subscriber);
      if (topic !== undefined) told?.(topic, last);
    }
  }

  /** Marks everybody who has subscribed to something that a frame begins with. Text is UTF-8. */
  match(frame: string | Uint8Array, target: MarkTarget<S>): void {
    if (typeof frame === 'string') this.#matchText(frame, target);
    else this.#matchBytes(frame, 0, frame.byteLength, target);
  }

  /** Whether anybody has subscribed to something that these octets begin with. */
  look(block: Uint8Array, start = 0, end: number = block.byteLength): boolean {
    return this.#matchBytes(block, start, end, undefined);
  }

  /** @returns Whether anything matches; without a target it is content with the first. */
  #matchBytes(block: Uint8Array, start: number, end: number, target: MarkTarget<S> | undefined): boolean {
    let node = this.#root;
    let at = start;
    for (;;) {
      if (target !== undefined) node.mark(target);
      else if (node.taken) return true;
      if (at === end) return false;
      const child = node.childAt(block[at] as number);
      if (child === undefined) return false;
      const { label } = child;
      if (label.length > end - at) return false;
      for (let index = 1; index < label.length; index++) {
        if (label.charCodeAt(index) !== block[at + index]) return false;
      }
      at += label.length;
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
      const { label } = child;
      const length = Math.min(label.length, text.length - at);
      for (let index = 1; index < length; index++) {
        const octet = text.charCodeAt(at + index);
        if (octet > 127) {
          this.match(encodeText(text), target);
          return;
        }
        if (octet !== label.charCodeAt(index)) return;
      }
      if (length < label.length) return;
      at += length;
      node = child;
    }
    this.match(encodeText(text), target);
  }

  #find(topic: Uint8Array): SubscriptionNode<S> | undefined {
    const { length: end } = topic;
    let node = this.#root;
    let at = 0;
    while (at < end) {
      const child = node.childAt(topic[at] as number);
      if (child === undefined || common(child.label, topic, at, end) < child.label.length) return undefined;
      at += child.label.length;
      node = child;
    }
    return node;
  }

  /** The node where a topic ends, made if there is none. */
  #reach(topic: Uint8Array): SubscriptionNode<S> {
    const { length: end } = topic;
    let node = this.#root;
    let at = 0;
    while (at < end) {
      const child = node.childAt(topic[at] as number);
      if (child === undefined) return grow(node, topic, at, end);
      const length = common(child.label, topic, at, end);
      if (length === child.label.length) {
        node = child;
      } else {
        // Half way to the child a new way branches off, or ends.
        const fork = grow(node, topic, at, at + length);
        child.label = child.label.slice(length);
        fork.adopt(child);
        node = fork;
      }
      at += length;
    }
    return node;
  }

  /** @returns Whether nobody has subscribed to the topic any more. */
  #leave(node: SubscriptionNode<S>, subscriber: S): boolean {
    node.leave(subscriber);
    if (node.taken) return false;
    this.#size--;
    if (node.childless && node.parent !== undefined) {
      node.parent.disown(node.label.charCodeAt(0));
      join(node.parent);
    } else {
      join(node);
    }
    return true;
  }
}

/** Adds a node to which the octets of a topic from `start` to `end` lead. The label is a copy. */
function grow<S extends object>(
  parent: SubscriptionNode<S>,
  topic: Uint8Array,
  start: number,
  end: number,
): SubscriptionNode<S> {
  const node = new SubscriptionNode<S>(parent, binaryKey(topic.subarray(start, end)));
  parent.adopt(node);
  return node;
}

/** Makes one of a node where nothing ends and the one child that it leads to. */
function join<S extends object>(node: SubscriptionNode<S>): void {
  const { parent, onlyChild } = node;
  if (parent === undefined || onlyChild === undefined || node.taken) return;
  onlyChild.label = node.label + onlyChild.label;
  parent.adopt(onlyChild);
}

/** How many octets of a label a topic that ends at `end` has, from `at` on. The first is known to be there. */
function common(label: string, topic: Uint8Array, at: number, end: number): number {
  const most = Math.min(label.length, end - at);
  let length = 1;
  while (length < most && label.charCodeAt(length) === topic[at + length]) length++;
  return length;
}

function topicOf<S extends object>(end: SubscriptionNode<S>): Uint8Array {
  let length = 0;
  for (let node: SubscriptionNode<S> | undefined = end; node !== undefined; node = node.parent) {
    length += node.label.length;
  }
  const topic = new Uint8Array(length);
  for (let node: SubscriptionNode<S> | undefined = end; node !== undefined; node = node.parent) {
    const { label } = node;
    length -= label.length;
    for (let index = 0; index < label.length; index++) topic[length + index] = label.charCodeAt(index);
  }
  return topic;
}
