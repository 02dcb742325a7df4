import type { FanOutMember, Outgoing, Pipe, RoutingHost } from '@zeromq-ts/core/spi';
import { CONFIRMED, dropReasonOf, FanOut } from '@zeromq-ts/core/spi';
import { CONFIRMATION_BYTES, MAX_ANSWERS } from './confirmation.js';
import { GradualRemoval } from './gradual-removal.js';
import type { INVERT_MATCHING_OPTIONS } from './invert-matching-options.js';
import { LastValueCache } from './last-value-cache.js';
import type { LAST_VALUE_OPTIONS } from './last-value-options.js';
import type { NO_DROP_OPTIONS } from './no-drop-options.js';
import type { SUBSCRIPTION_LIMIT_OPTIONS } from './subscription-limit-options.js';
import { excessOf, sharedExcess } from './subscription-limits.js';
import type { EndedTopic } from './subscription-trie.js';
import { SubscriptionTrie } from './subscription-trie.js';

/** What they need: the options that PUB and XPUB have in common. */
export type SubscribersContext = RoutingHost<
  typeof INVERT_MATCHING_OPTIONS &
    typeof LAST_VALUE_OPTIONS &
    typeof NO_DROP_OPTIONS &
    typeof SUBSCRIPTION_LIMIT_OPTIONS
>;

/** Ends what a peer has, as if its connection were lost, before it is. */
export type Expel = (pipe: Pipe) => void;

/**
 * The peers of a PUB or XPUB, and what they have subscribed to.
 *
 * A peer counts as long as its connection stands; the next one begins without subscriptions.
 */
export class Subscribers {
  /** Who has which topic, once a subscription counts. */
  readonly topics = new SubscriptionTrie<FanOutMember>();
  readonly #context: SubscribersContext;
  #invert = false;
  #noDrop = false;
  #limit = Infinity;
  readonly #expel: Expel;
  readonly #lastValues: LastValueCache | undefined;
  readonly #fanOut = new FanOut();
  readonly #members = new Map<Pipe, FanOutMember>();
  readonly #answers = new WeakMap<Pipe, number>();
  readonly #removal = new GradualRemoval(this.topics);

  constructor(context: SubscribersContext, expel: Expel) {
    this.#context = context;
    this.#expel = expel;
    const { lastValueCache, lastValueCacheBytes } = context.options;
    if (lastValueCache > 0) this.#lastValues = new LastValueCache(lastValueCache, lastValueCacheBytes);
    this.readOptions();
  }

  /** Takes the options of the context as they are now. */
  readOptions(): void {
    const { maxSubscriptionBytes, invertMatching, noDrop } = this.#context.options;
    this.#limit = maxSubscriptionBytes || Infinity;
    this.#invert = invertMatching;
    this.#noDrop = noDrop;
  }

  enter(pipe: Pipe): void {
    if (!this.#members.has(pipe)) this.#members.set(pipe, this.#fanOut.add(pipe));
  }

  member(pipe: Pipe): FanOutMember | undefined {
    return this.#members.get(pipe);
  }

  /**
   * Disconnects a peer that has added a subscription when it has more of them than one peer may have; or the peer that
   * has the most, when all have more together than they may.
   */
  limit(topics: SubscriptionTrie<FanOutMember>, member: FanOutMember): void {
    const excess = excessOf(topics.shareOf(member));
    if (excess !== undefined) this.#disconnect(member, excess);
    else if (topics.cost > this.#limit) {
      // What is being removed still costs: those that are left need not pay for it.
      const { largest } = topics;
      if (largest !== undefined && topics.liveCost > this.#limit) this.#disconnect(largest, sharedExcess(this.#limit));
    }
  }

  /** A subscription has been added that counts. */
  added(): void {
    this.#removal.added();
    this.#context.subscriptionsChanged();
  }

  /** @param ended Called, over time, with each topic of the peer, and whether no other peer has it. */
  leave(pipe: Pipe, ended?: EndedTopic): void {
    const member = this.#members.get(pipe);
    if (member === undefined) return;
    this.#members.delete(pipe);
    this.#answers.delete(pipe);
    this.#fanOut.remove(member);
    this.#removal.remove(member, ended);
    this.#context.subscriptionsChanged();
  }

  /** @returns false when a subscriber has no room and `noDrop` is set. */
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
    this.#lastValues?.keep(message);
    return true;
  }

  /** Whether a message can be sent whatever its topic: with `noDrop`, no subscriber is full. */
  get hasRoom(): boolean {
    if (!this.#noDrop) return true;
    this.#fanOut.markAll();
    const { full } = this.#fanOut;
    this.#fanOut.unmark();
    return !full;
  }

  has(topic: Uint8Array | undefined): boolean {
    return topic === undefined ? this.topics.occupied : this.topics.look(topic);
  }

  /** How many peers have subscribed to a topic, or to anything at all. */
  count(topic: Uint8Array | undefined): number {
    if (topic === undefined) return this.topics.subscribers;
    this.topics.match(topic, this.#fanOut);
    const count = this.#fanOut.marked;
    this.#fanOut.unmark();
    return count;
  }

  /** Sends a peer the last message of each topic with a prefix that it has just subscribed to. */
  sendLastValues(pipe: Pipe, prefix: Uint8Array): void {
    if (this.#lastValues === undefined || this.#invert) return;
    for (const message of this.#lastValues.matching(prefix)) {
      if (!pipe.writable) {
        // The rest has no room either.
        this.#context.dropped('full', 1, pipe);
        return;
      }
      try {
        pipe.write(message);
      } catch (error) {
        this.#context.dropped(dropReasonOf(error), 1, pipe);
      }
    }
  }

  /** Answers the question of a peer whether its subscriptions have arrived: they have, since commands keep their order. */
  confirm(pipe: Pipe, number: Uint8Array): void {
    // Once the system has the earlier answers, they take no memory.
    const answered = pipe.handedOver === true ? 0 : (this.#answers.get(pipe) ?? 0);
    if (!this.#members.has(pipe) || number.byteLength !== CONFIRMATION_BYTES || answered >= MAX_ANSWERS) return;
    this.#answers.set(pipe, answered + 1);
    pipe.writeCommand({ name: CONFIRMED, data: Uint8Array.from(number) });
  }

  #disconnect(member: FanOutMember, reason: Error): void {
    // What it has ends now: until the connection is closed, others must not be taken for the next largest.
    this.#expel(member.pipe);
    member.pipe.drop(reason);
  }
}
