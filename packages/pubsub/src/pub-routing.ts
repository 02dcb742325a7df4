import type { Outgoing, PeerCommand, Pipe, Routing } from '@zeromq-ts/core/spi';
import { CANCEL, CONFIRM, SUBSCRIBE } from '@zeromq-ts/core/spi';
import { Subscribers, type SubscribersContext } from './subscribers.js';

/**
 * How a PUB routes (RFC 29): each message to every peer with a topic that it begins with; a peer without room misses
 * it, or with the option `noDrop` all wait.
 */
export class PubRouting implements Routing {
  readonly #context: SubscribersContext;
  readonly #subscribers: Subscribers;

  constructor(context: SubscribersContext) {
    this.#context = context;
    this.#subscribers = new Subscribers(context, (pipe) => this.lost(pipe));
  }

  attached(): void {}

  established(pipe: Pipe): void {
    this.#subscribers.enter(pipe);
  }

  lost(pipe: Pipe): void {
    this.#subscribers.leave(pipe);
  }

  /** Messages queued for a subscriber do not go to another peer, which may have other subscriptions. */
  survives(): boolean {
    return false;
  }

  detached(): void {}

  /** What subscribers send besides subscriptions is thrown away at once, so that it holds no memory. */
  readable(pipe: Pipe): void {
    while (pipe.read() !== undefined);
  }

  writable(): void {}

  hasRoom(): boolean {
    return this.#subscribers.hasRoom;
  }

  send(message: Outgoing): boolean {
    return this.#subscribers.publish(message);
  }

  receive(): undefined {
    return undefined;
  }

  peerCommand(pipe: Pipe, { name, data }: PeerCommand): void {
    if (name === SUBSCRIBE) this.#subscribed(pipe, data);
    else if (name === CANCEL) this.#cancelled(pipe, data);
    else if (name === CONFIRM) this.#subscribers.confirm(pipe, data);
  }

  #subscribed(pipe: Pipe, topic: Uint8Array): void {
    const { topics } = this.#subscribers;
    const member = this.#subscribers.member(pipe);
    if (member === undefined || topics.add(topic, member) === 'again') return;
    this.#subscribers.added();
    this.#subscribers.sendLastValues(pipe, topic);
    this.#subscribers.limit(topics, member);
  }

  #cancelled(pipe: Pipe, topic: Uint8Array): void {
    const member = this.#subscribers.member(pipe);
    if (member === undefined || this.#subscribers.topics.remove(topic, member) === 'none') return;
    this.#context.subscriptionsChanged();
  }

  optionsChanged(): void {
    this.#subscribers.readOptions();
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    return this.#subscribers.has(topic);
  }

  subscriberCount(topic: Uint8Array | undefined): number {
    return this.#subscribers.count(topic);
  }
}
