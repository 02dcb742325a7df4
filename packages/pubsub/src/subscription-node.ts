/**
 * A place in a {@link SubscriptionTrie}: what leads there from its parent, where it goes on, and who has subscribed
 * to the topic that ends here.
 */
export class SubscriptionNode<S extends object> {
  parent: SubscriptionNode<S> | undefined;
  /** One character for each octet. Empty at the root only. */
  label: string;
  // Most nodes have one subscriber and no child, or one; sets and maps are made for those that need them.
  #child: SubscriptionNode<S> | undefined;
  #children: Map<number, SubscriptionNode<S>> | undefined;
  #subscriber: S | undefined;
  #others: Set<S> | undefined;

  constructor(parent: SubscriptionNode<S> | undefined, label: string) {
    this.parent = parent;
    this.label = label;
  }

  /** Whether somebody has subscribed to the topic that ends here. */
  get taken(): boolean {
    return this.#subscriber !== undefined;
  }

  /** The child whose label begins with an octet. */
  childAt(octet: number): SubscriptionNode<S> | undefined {
    if (this.#children !== undefined) return this.#children.get(octet);
    const child = this.#child;
    return child !== undefined && child.label.charCodeAt(0) === octet ? child : undefined;
  }

  /** The child, where there is exactly one. */
  get onlyChild(): SubscriptionNode<S> | undefined {
    return this.#child;
  }

  get childless(): boolean {
    return this.#child === undefined && this.#children === undefined;
  }

  /** Adds a child, in the place of the one whose label begins with the same octet, if there is one. */
  adopt(child: SubscriptionNode<S>): void {
    const octet = child.label.charCodeAt(0);
    child.parent = this;
    if (this.#children !== undefined) {
      this.#children.set(octet, child);
    } else if (this.#child === undefined || this.#child.label.charCodeAt(0) === octet) {
      this.#child = child;
    } else {
      this.#children = new Map([
        [this.#child.label.charCodeAt(0), this.#child],
        [octet, child],
      ]);
      this.#child = undefined;
    }
  }

  /** Removes the child whose label begins with an octet. */
  disown(octet: number): void {
    if (this.#children === undefined) {
      this.#child = undefined;
      return;
    }
    this.#children.delete(octet);
    if (this.#children.size > 1) return;
    for (const child of this.#children.values()) this.#child = child;
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
