/**
 * What is done to a radix tree of topics: nodes that one way leads through are one. So a topic costs one or two nodes,
 * however long it is, and a message is compared byte by byte once, however many topics there are. Nothing is recursive:
 * how deep it gets is up to the peers, and so is the order of what they subscribe to and cancel. No operation takes longer
 * than in proportion to the length of its topic: labels are spans of topics ({@link TopicNode}), and only the topics of
 * leaves are kept.
 */
import { binaryKey } from '@zeromq-ts/core/spi';
import type { TopicNode } from './topic-node.js';

/** Makes a node of a tree, with what it is to know of its subscribers. */
type NewNode<N> = (parent: N, topic: string, end: number) => N;

/** The node where a topic ends. */
export function findTopic<N extends TopicNode<N>>(root: N, topic: Uint8Array): N | undefined {
  const { length: end } = topic;
  let node = root;
  while (node.end < end) {
    const child = node.childAt(topic[node.end] as number);
    if (child === undefined || agreement(child, topic, node.end) < child.end) return undefined;
    node = child;
  }
  return node;
}

/** The node where a topic ends, made if there is none. */
export function reachTopic<N extends TopicNode<N>>(root: N, topic: Uint8Array, make: NewNode<N>): N {
  const { length: end } = topic;
  let node = root;
  while (node.end < end) {
    const child = node.childAt(topic[node.end] as number);
    if (child === undefined) return grow(node, topic, make);
    const agreed = agreement(child, topic, node.end);
    if (agreed === child.end) {
      node = child;
    } else {
      // Half way to the child a new way branches off, or ends.
      const fork = make(node, child.topic, agreed);
      node.adopt(fork);
      fork.adopt(child);
      node = fork;
    }
  }
  return node;
}

/** Removes a node, and others that are not needed without it, once its topic is no longer subscribed to. */
export function dropTopic<N extends TopicNode<N>>(node: N): void {
  const { parent } = node;
  if (parent !== undefined && node.childless) prune(node, parent);
  else join(node);
}

/** The bytes of a topic, or of its beginning. */
export function bytesOfTopic(topic: string, end: number): Uint8Array {
  const bytes = new Uint8Array(end);
  for (let index = 0; index < end; index++) bytes[index] = topic.charCodeAt(index);
  return bytes;
}

/** Adds a leaf where a topic ends. The topic is copied. */
function grow<N extends TopicNode<N>>(parent: N, topic: Uint8Array, make: NewNode<N>): N {
  const wasLeaf = parent.childless;
  const leaf = make(parent, binaryKey(topic), topic.byteLength);
  parent.adopt(leaf);
  // The topic of the former leaf is a prefix of the new one, and is no longer needed.
  if (wasLeaf) replaceTopic(parent, parent.topic.length, leaf.topic);
  return leaf;
}

/** Removes a leaf without a subscription. */
function prune<N extends TopicNode<N>>(leaf: N, parent: N): void {
  parent.disown(leaf);
  if (parent.parent === undefined) return;
  const heir = parent.anyChild;
  // What becomes a leaf keeps its own part of the topic alone.
  const topic = heir === undefined ? copyOf(leaf.topic, parent.end) : heir.topic;
  replaceTopic(parent, leaf.topic.length, topic);
  join(parent);
}

/** Makes one of a node where nothing ends and the one child that it leads to. */
function join<N extends TopicNode<N>>(node: N): void {
  const { parent, onlyChild } = node;
  if (parent === undefined || onlyChild === undefined || node.taken) return;
  parent.adopt(onlyChild);
}

/**
 * Gives a node, and those above it, another topic, of a leaf below all of them. Topics are distinguished by their
 * length, as comparing two equal ones would take as long as they are: it is no loss if one more of them is replaced.
 */
function replaceTopic<N extends TopicNode<N>>(first: N, length: number, topic: string): void {
  for (let node: N | undefined = first; node?.parent !== undefined; node = node.parent) {
    if (node.topic.length === length) node.topic = topic;
  }
}

/** How far the topic of a node and another one agree, at most to the end of the node; to `at`, and one more, they do. */
function agreement<N extends TopicNode<N>>(node: N, topic: Uint8Array, at: number): number {
  const text = node.topic;
  const end = Math.min(node.end, topic.length);
  let agreed = at + 1;
  while (agreed < end && text.charCodeAt(agreed) === topic[agreed]) agreed++;
  return agreed;
}

/** The beginning of a topic; unlike a slice it does not keep the whole string alive. */
function copyOf(topic: string, end: number): string {
  return binaryKey(bytesOfTopic(topic, end));
}
