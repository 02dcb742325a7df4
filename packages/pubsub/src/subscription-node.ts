import { TopicNode } from './topic-node.js';

/** A place in a {@link SubscriptionTrie}, with those who have subscribed to the topic that ends here. */
export class SubscriptionNode<S extends object> extends TopicNode<SubscriptionNode<S>> {
  // Most nodes have one subscriber; sets are made for those that need them.
  #subscriber: S | undefined;
  #others: Set<S> | undefined;

  get taken(): boolean {
    return this.#subscriber !== undefined;
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
