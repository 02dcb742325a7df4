import type { FanOutMember, Outgoing, Pipe, RoutingContext } from '@zeromq-ts/core/spi';
import { FanOut } from '@zeromq-ts/core/spi';
import { tooMany, tooManyTopics } from './subscription-limits.js';
import { SubscriptionTrie } from './subscription-trie.js';

/**
 * The peers of a PUB or XPUB, and what they have subscribed to.
 *
 * A peer counts as long as its connection stands; the next one begins without subscriptions.
 */
export class Subscribers {
  /** Who has which topic, once a subscription counts. */
  readonly topics = new SubscriptionTrie<FanOutMember>();
  readonly #context: RoutingContext;
  readonly #invert: boolean;
  readonly #noDrop: boolean;
  readonly #fanOut = new FanOut();
  readonly #members = new Map<Pipe, FanOutMember>();

  constructor(context: RoutingContext) {
    this.#context = context;
    this.#invert = context.options.invertMatching;
    this.#noDrop = context.options.noDrop;
  }

  enter(pipe: Pipe): void {
    if (!this.#members.has(pipe)) this.#members.set(pipe, this.#fanOut.add(pipe));
  }

  member(pipe: Pipe): FanOutMember | undefined {
    return this.#members.get(pipe);
  }

  /** Lets go of a peer that has more of these topics than one peer may have. */
  limit(topics: SubscriptionTrie<FanOutMember>, member: FanOutMember): void {
    if (tooMany(topics.shareOf(member))) member.pipe.drop(tooManyTopics());
  }

  /** @param told Is told of each topic that the peer had, and whether nobody else has it. */
  leave(pipe: Pipe, told?: (topic: Uint8Array, last: boolean) => void): void {
    const member = this.#members.get(pipe);
    if (member === undefined) return;
    this.#members.delete(pipe);
    this.#fanOut.remove(member);
    this.topics.removeAll(member, told);
    this.#context.subscriptionsChanged();
  }

  /** @returns false when somebody has no room, and nobody shall miss a message. */
  publish(message: Outgoing): boolean {
    const fanOut = this.#fanOut;
    const first = typeof message === 'string' || message instanceof Uint8Array ? message : message[0];
    this.topics.match(first as string | Uint8Array, fanOut);
    if (this.#invert) fanOut.invert();
    if (this.#noDrop && fanOut.full) {
      fanOut.unmark();
      return false;
    }
    fanOut.send(message, this.#context);
    return true;
  }

  has(topic: Uint8Array | undefined): boolean {
    return topic === undefined ? this.topics.size > 0 : this.topics.look(topic);
  }
}
