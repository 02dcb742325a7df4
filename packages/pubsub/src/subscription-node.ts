/**
 * A place in a {@link SubscriptionTrie}: what leads there from its parent, where it goes on, and who has subscribed
 * to the topic that ends here.
 *
 * The label of a node, which leads to it from its parent, is `topic.slice(parent.end, end)`. It is never cut out: nodes
 * are split and joined by changing `end` and `parent` alone, in the same time however long the label is.
 */
export class SubscriptionNode<S extends object> {
  parent: SubscriptionNode<S> | undefined;
  /** The topic of a leaf at or below this node, one character for each byte. Empty at the root only. */
  topic: string;
  /** How many characters of the topic lead here from the root. */
  readonly end: number;
  // Most nodes have one subscriber and no child, or one; sets and maps are made for those that need them.
  #child: SubscriptionNode<S> | undefined;
  #children: Map<number, SubscriptionNode<S>> | undefined;
  #subscriber: S | undefined;
  #others: Set<S> | undefined;

  constructor(parent: SubscriptionNode<S> | undefined, topic: string, end: number) {
    this.parent = parent;
    this.topic = topic;
    this.end = end;
  }

  /** Whether a peer has subscribed to the topic that ends here. */
  get taken(): boolean {
    return this.#subscriber !== undefined;
  }

  /** The child whose label begins with a byte. */
  childAt(byte: number): SubscriptionNode<S> | undefined {
    if (this.#children !== undefined) return this.#children.get(byte);
    const child = this.#child;
    return child !== undefined && child.topic.charCodeAt(this.end) === byte ? child : undefined;
  }

  /** The child, where there is exactly one. */
  get onlyChild(): SubscriptionNode<S> | undefined {
    return this.#child;
  }

  /** One of the children, if there are any. */
  get anyChild(): SubscriptionNode<S> | undefined {
    return this.#children === undefined ? this.#child : this.#children.values().next().value;
  }

  get childless(): boolean {
    return this.#child === undefined && this.#children === undefined;
  }

  /** Adds a child, in the place of the one whose label begins with the same byte, if there is one. */
  adopt(child: SubscriptionNode<S>): void {
    const byte = child.topic.charCodeAt(this.end);
    child.parent = this;
    if (this.#children !== undefined) {
      this.#children.set(byte, child);
      return;
    }
    const present = this.#child;
    const other = present?.topic.charCodeAt(this.end);
    if (present === undefined || other === undefined || other === byte) {
      this.#child = child;
    } else {
      this.#children = new Map([
        [other, present],
        [byte, child],
      ]);
      this.#child = undefined;
    }
  }

  /** Removes a child. */
  disown(child: SubscriptionNode<S>): void {
    if (this.#children === undefined) {
      this.#child = undefined;
      return;
    }
    this.#children.delete(child.topic.charCodeAt(this.end));
    if (this.#children.size > 1) return;
    for (const last of this.#children.values()) this.#child = last;
    this.#children = undefined;
  }

  /** @returns Whether it had not subscribed yet. */
  enter(subscriber: S): boolean {
    if (this.#subscriber === undefined) {
      this.#subscriber = subscriber;
      return true;
    }
    if (this.#subscriber === subscriber || this.#others?.has(subscriber) === true) return false;
    this.#others ??= new Set();
    this.#others.add(subscriber);
    return true;
  }

  /** @returns Whether it had subscribed. */
  leave(subscriber: S): boolean {
    const others = this.#others;
    if (this.#subscriber !== subscriber) {
      if (others === undefined || !others.delete(subscriber)) return false;
    } else {
      this.#subscriber = undefined;
      if (others === undefined) return true;
      for (const next of others) {
        this.#subscriber = next;
        others.delete(next);
        break;
      }
    }
    if (others?.size === 0) this.#others = undefined;
    return true;
  }

  /** Whether one of those who have subscribed to the topic that ends here is not in a set. */
  takenByOther(than: { has(subscriber: S): boolean }): boolean {
    if (this.#subscriber === undefined) return false;
    if (!than.has(this.#subscriber)) return true;
    if (this.#others !== undefined) for (const other of this.#others) if (!than.has(other)) return true;
    return false;
  }

  /** Marks everybody who has subscribed to the topic that ends here. */
  mark(target: MarkTarget<S>): void {
    if (this.#subscriber === undefined) return;
    target.mark(this.#subscriber);
    if (this.#others !== undefined) for (const other of this.#others) target.mark(other);
  }
}

/** Where those are marked who shall get a message; a `FanOut` is one. */
export interface MarkTarget<S> {
  mark(subscriber: S): void;
}
