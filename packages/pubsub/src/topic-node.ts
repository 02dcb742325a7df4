/**
 * A place in a radix tree of topics: what leads there from its parent, and where it goes on.
 *
 * ```
 *   weather.  weather.berlin  weather.bern  news
 *
 *      ┌─ weather. ● ── ber ─┬─ lin ●
 *   ───┤                     └─ n ●
 *      └─ news ●
 * ```
 *
 * The label of a node, which leads to it from its parent, is `topic.slice(parent.end, end)`. It is never cut out: nodes
 * are split and joined by changing `end` and `parent` alone, in the same time however long the label is.
 */
export abstract class TopicNode<N extends TopicNode<N>> {
  parent: N | undefined;
  /** The topic of a leaf at or below this node, one character for each byte. Empty at the root only. */
  topic: string;
  /** How many characters of the topic lead here from the root. */
  readonly end: number;
  // Most nodes have no child, or one; maps are made for those that need them.
  #child: N | undefined;
  #children: Map<number, N> | undefined;

  constructor(parent: N | undefined, topic: string, end: number) {
    this.parent = parent;
    this.topic = topic;
    this.end = end;
  }

  /** Whether the topic that ends here is subscribed to. */
  abstract readonly taken: boolean;

  /** The child whose label begins with a byte. */
  childAt(byte: number): N | undefined {
    if (this.#children !== undefined) return this.#children.get(byte);
    const child = this.#child;
    return child !== undefined && child.topic.charCodeAt(this.end) === byte ? child : undefined;
  }

  /** The child, where there is exactly one. */
  get onlyChild(): N | undefined {
    return this.#child;
  }

  /** One of the children, if there are any. */
  get anyChild(): N | undefined {
    return this.#children === undefined ? this.#child : this.#children.values().next().value;
  }

  get childless(): boolean {
    return this.#child === undefined && this.#children === undefined;
  }

  /** Adds a child, in the place of the one whose label begins with the same byte, if there is one. */
  adopt(child: N): void {
    const byte = child.topic.charCodeAt(this.end);
    child.parent = this as unknown as N;
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
  disown(child: N): void {
    if (this.#children === undefined) {
      this.#child = undefined;
      return;
    }
    this.#children.delete(child.topic.charCodeAt(this.end));
    if (this.#children.size > 1) return;
    for (const last of this.#children.values()) this.#child = last;
    this.#children = undefined;
  }
}
