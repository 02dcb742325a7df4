import type {
  FanOutMember,
  Message,
  Outgoing,
  PeerCommand,
  PeerInfo,
  Pipe,
  Routing,
  RoutingHost,
} from '@zeromq-ts/core/spi';
import { CANCEL, CONFIRM, dropReasonOf, FairQueue, SUBSCRIBE } from '@zeromq-ts/core/spi';
import { GradualRemoval } from './gradual-removal.js';
import type { Subject } from './pending-subscriptions.js';
import { PendingSubscriptions } from './pending-subscriptions.js';
import { Subscribers } from './subscribers.js';
import { SubscriptionTrie } from './subscription-trie.js';
import type { XPUBLISHER_OPTIONS } from './xpublisher-options.js';

type XPublisherContext = RoutingHost<typeof XPUBLISHER_OPTIONS>;

/**
 * How an XPUB routes (RFC 29): out as a PUB; in come the subscriptions of its peers, as messages, and what else they
 * send.
 *
 * With the option `manual`, two lists are kept: the subscriptions requested by peers, which the application receives,
 * and those that it has granted, which take effect.
 */
export class XpubRouting implements Routing {
  readonly #context: XPublisherContext;
  readonly #subscribers: Subscribers;
  readonly #incoming = new FairQueue();
  readonly #news = new PendingSubscriptions();
  /** The most messages of peers that may wait among the news. */
  #mark = Infinity;
  #markBytes = Infinity;
  /** With `manual`: what peers have asked for. */
  readonly #asked: SubscriptionTrie<FanOutMember> | undefined;
  readonly #askedRemoval: GradualRemoval<FanOutMember> | undefined;
  /** With `manual`: the peer to which `subscribe` and `unsubscribe` apply. */
  #current: FanOutMember | undefined;

  constructor(context: XPublisherContext) {
    this.#context = context;
    this.#subscribers = new Subscribers(context, (pipe) => this.lost(pipe));
    this.#readMarks();
    if (!context.options.manual) return;
    this.#asked = new SubscriptionTrie();
    this.#askedRemoval = new GradualRemoval(this.#asked);
  }

  optionsChanged(): void {
    this.#readMarks();
    this.#subscribers.readOptions();
  }

  #readMarks(): void {
    const { receiveHighWaterMark, receiveHighWaterMarkBytes } = this.#context.options;
    this.#mark = receiveHighWaterMark || Infinity;
    this.#markBytes = receiveHighWaterMarkBytes || Infinity;
  }

  get held(): number {
    return this.#news.length;
  }

  get heldMessages(): number {
    return this.#news.messages;
  }

  attached(): void {}

  established(pipe: Pipe): void {
    this.#subscribers.enter(pipe);
    const { welcomeMessage } = this.#context.options;
    if (welcomeMessage === undefined || welcomeMessage.byteLength === 0) return;
    if (!pipe.writable) {
      this.#context.dropped('full', 1, pipe);
      return;
    }
    try {
      pipe.write(welcomeMessage);
    } catch (error) {
      this.#context.dropped(dropReasonOf(error), 1, pipe);
    }
  }

  lost(pipe: Pipe): void {
    const member = this.#subscribers.member(pipe);
    if (member === undefined) return;
    if (this.#current === member) this.#current = undefined;
    const { peer } = pipe;
    this.#takeOver(pipe);
    if (this.#asked !== undefined) {
      this.#subscribers.leave(pipe);
      this.#askedRemoval?.remove(member, (topic) => this.#tell(false, topic, 'gone', peer));
      return;
    }
    const everyEnd = this.#context.options.verbosity === 'allSubsUnsubs';
    this.#subscribers.leave(pipe, (topic, last) => {
      if (last || everyEnd) this.#tell(false, topic, 'gone', peer);
    });
  }

  /** Messages queued for a subscriber do not go to another peer, which may have other subscriptions. */
  survives(): boolean {
    return false;
  }

  detached(pipe: Pipe): void {
    this.#incoming.remove(pipe);
  }

  readable(pipe: Pipe): void {
    this.#incoming.add(pipe);
  }

  writable(): void {}

  hasRoom(): boolean {
    return this.#subscribers.hasRoom;
  }

  send(message: Outgoing): boolean {
    return this.#subscribers.publish(message);
  }

  receive(): Message | undefined {
    const news = this.#news.shift();
    if (news === undefined) return this.#incoming.next()?.read();
    const { message, subject } = news;
    // A peer that has left by now is granted nothing.
    if (subject !== undefined) this.#current = subject !== 'gone' && subject.index >= 0 ? subject : undefined;
    return message;
  }

  hasMessage(): boolean {
    return this.#news.length > 0 || this.#incoming.current !== undefined;
  }

  peerCommand(pipe: Pipe, { name, data }: PeerCommand): void {
    if (name === SUBSCRIBE) this.#subscribed(pipe, data);
    else if (name === CANCEL) this.#cancelled(pipe, data);
    // With `manual`, nothing here knows when the application grants it.
    else if (name === CONFIRM && this.#asked === undefined) this.#subscribers.confirm(pipe, data);
  }

  #subscribed(pipe: Pipe, topic: Uint8Array): void {
    const member = this.#subscribers.member(pipe);
    if (member === undefined) return;
    if (this.#asked !== undefined) {
      this.#asked.add(topic, member);
      this.#askedRemoval?.added();
      this.#announce(true, topic, pipe, member);
      this.#subscribers.limit(this.#asked, member);
      return;
    }
    const { topics } = this.#subscribers;
    const added = topics.add(topic, member);
    if (added === 'first' || this.#context.options.verbosity !== null) this.#announce(true, topic, pipe, member);
    if (added !== 'again') this.#subscribers.added();
    // An XPUB that is notified of repeated subscriptions answers them, too.
    if (added !== 'again' || this.#context.options.verbosity !== null) this.#subscribers.sendLastValues(pipe, topic);
    if (added !== 'again') this.#subscribers.limit(topics, member);
  }

  #cancelled(pipe: Pipe, topic: Uint8Array): void {
    const member = this.#subscribers.member(pipe);
    if (member === undefined) return;
    if (this.#asked !== undefined) {
      if (this.#asked.remove(topic, member) !== 'none') this.#announce(false, topic, pipe, member);
      return;
    }
    const removed = this.#subscribers.topics.remove(topic, member);
    if (removed === 'none') return;
    const everyEnd = this.#context.options.verbosity === 'allSubsUnsubs';
    if (removed === 'last' || everyEnd) this.#announce(false, topic, pipe, member);
    this.#context.subscriptionsChanged();
  }

  /** With `manual`: grants a topic to the peer whose subscription was received last, or takes it away. */
  command({ name, data }: PeerCommand): void {
    if (name === SUBSCRIBE) this.#grant(data);
    else if (name === CANCEL) this.#withdraw(data);
  }

  #grant(topic: Uint8Array): void {
    const member = this.#current;
    if (member === undefined || this.#subscribers.topics.add(topic, member) === 'again') return;
    this.#subscribers.added();
    this.#subscribers.sendLastValues(member.pipe, topic);
  }

  #withdraw(topic: Uint8Array): void {
    const member = this.#current;
    if (member === undefined || this.#subscribers.topics.remove(topic, member) === 'none') return;
    this.#context.subscriptionsChanged();
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    return this.#subscribers.has(topic);
  }

  subscriberCount(topic: Uint8Array | undefined): number {
    return this.#subscribers.count(topic);
  }

  #announce(begins: boolean, topic: Uint8Array, pipe: Pipe, member: FanOutMember): void {
    this.#takeOver(pipe);
    this.#tell(begins, topic, member, pipe.peer);
  }

  /**
   * What a peer sent before it subscribed comes before the news of that: unless so much waits already that it has to
   * stay in the pipe, where it is held back at the high-water mark.
   */
  #takeOver(pipe: Pipe): void {
    while (this.#news.messages < this.#mark && this.#news.messageBytes < this.#markBytes) {
      const message = pipe.read();
      if (message === undefined) return;
      this.#news.pushMessage(message);
    }
  }

  #tell(begins: boolean, topic: Uint8Array, subject: Subject, peer: PeerInfo): void {
    const forgotten = this.#news.pushChange(begins, topic, subject, peer);
    if (forgotten > 0) this.#context.dropped('full', forgotten);
    this.#context.readable();
  }
}
