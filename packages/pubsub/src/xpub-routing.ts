import type { FanOutMember, Message, Outgoing, Pipe, Routing, RoutingContext } from '@zeromq-ts/core/spi';
import { FairQueue, RingQueue } from '@zeromq-ts/core/spi';
import { Subscribers } from './subscribers.js';
import { subscriptionMessage } from './subscription-message.js';
import { SubscriptionTrie } from './subscription-trie.js';

interface News {
  readonly message: Message;
  /** Whose subscription it is; undefined when it is another message. */
  readonly subject: FanOutMember | 'gone' | undefined;
}

/**
 * How an XPUB routes (RFC 29): out as a PUB; in come the subscriptions of its peers, as messages, and what else they
 * send.
 *
 * With the option `manual` two lists are kept: what peers have asked for, of which the application is told, and what
 * it has granted, which counts.
 */
export class XpubRouting implements Routing {
  readonly #context: RoutingContext;
  readonly #subscribers: Subscribers;
  readonly #incoming = new FairQueue();
  readonly #news = new RingQueue<News>();
  /** With `manual`: what peers have asked for. */
  readonly #asked: SubscriptionTrie<FanOutMember> | undefined;
  /** With `manual`: whom the application grants a subscription now. */
  #current: FanOutMember | undefined;

  constructor(context: RoutingContext) {
    this.#context = context;
    this.#subscribers = new Subscribers(context);
    this.#asked = context.options.manual ? new SubscriptionTrie() : undefined;
  }

  get held(): number {
    return this.#news.length;
  }

  attached(): void {}

  greeted(pipe: Pipe): void {
    this.#subscribers.enter(pipe);
    const { welcomeMessage } = this.#context.options;
    if (welcomeMessage === undefined || welcomeMessage.byteLength === 0) return;
    if (pipe.writable) pipe.write(welcomeMessage);
    else this.#context.dropped('full', 1, pipe);
  }

  lost(pipe: Pipe): void {
    const member = this.#subscribers.member(pipe);
    if (member === undefined) return;
    if (this.#current === member) this.#current = undefined;
    this.#takeOver(pipe);
    if (this.#asked !== undefined) {
      this.#asked.removeAll(member, (topic) => this.#tell(false, topic, 'gone'));
      this.#subscribers.leave(pipe);
      return;
    }
    const everyEnd = this.#context.options.verbosity === 'allSubsUnsubs';
    this.#subscribers.leave(pipe, (topic, last) => {
      if (last || everyEnd) this.#tell(false, topic, 'gone');
    });
  }

  detached(pipe: Pipe): void {
    this.lost(pipe);
    this.#incoming.remove(pipe);
  }

  readable(pipe: Pipe): void {
    this.#incoming.add(pipe);
  }

  writable(): void {}

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

  subscribed(pipe: Pipe, topic: Uint8Array): void {
    const member = this.#subscribers.member(pipe);
    if (member === undefined) return;
    if (this.#asked !== undefined) {
      this.#asked.add(topic, member);
      this.#announce(true, topic, pipe, member);
      return;
    }
    const added = this.#subscribers.topics.add(topic, member);
    if (added === 'first' || this.#context.options.verbosity !== null) this.#announce(true, topic, pipe, member);
    if (added !== 'again') this.#context.subscriptionsChanged();
  }

  cancelled(pipe: Pipe, topic: Uint8Array): void {
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

  /** With `manual`: grants a topic to the peer whose subscription was received last. */
  subscribe(topic: Uint8Array): void {
    const member = this.#current;
    if (member === undefined || this.#subscribers.topics.add(topic, member) === 'again') return;
    this.#context.subscriptionsChanged();
  }

  unsubscribe(topic: Uint8Array): void {
    const member = this.#current;
    if (member === undefined || this.#subscribers.topics.remove(topic, member) === 'none') return;
    this.#context.subscriptionsChanged();
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    return this.#subscribers.has(topic);
  }

  #announce(begins: boolean, topic: Uint8Array, pipe: Pipe, member: FanOutMember): void {
    this.#takeOver(pipe);
    this.#tell(begins, topic, member);
  }

  /** What a peer sent before it subscribed comes before the news of that. */
  #takeOver(pipe: Pipe): void {
    for (let message = pipe.read(); message !== undefined; message = pipe.read()) {
      this.#news.push({ message, subject: undefined });
    }
  }

  #tell(begins: boolean, topic: Uint8Array, subject: FanOutMember | 'gone'): void {
    this.#news.push({ message: subscriptionMessage(begins, topic), subject });
    this.#context.readable();
  }
}
