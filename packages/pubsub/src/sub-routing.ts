import type { Message, PeerCommand, Pipe, Routing, RoutingHost } from '@zeromq-ts/core/spi';
import { CANCEL, CONFIRM, CONFIRMED, FairQueue, matchFirstFrame, PassedOver, SUBSCRIBE } from '@zeromq-ts/core/spi';
import { confirmationNumber } from './confirmation.js';
import type { INVERT_MATCHING_OPTIONS } from './invert-matching-options.js';
import { SubscriptionForwarder } from './subscription-forwarder.js';
import { TopicSet } from './topic-set.js';

type SubscriberContext = RoutingHost<typeof INVERT_MATCHING_OPTIONS>;

/**
 * How a SUB routes (RFC 29): in from its publishers in turn. They filter; what they have sent before they knew better,
 * or without filtering, is filtered here once more.
 */
export class SubRouting implements Routing {
  readonly #upstream = new SubscriptionForwarder();
  readonly #incoming = new FairQueue();
  readonly #passedOver: PassedOver;
  /** All topics but the empty one. */
  readonly #topics = new TopicSet();
  readonly #context: SubscriberContext;
  #invert = false;
  #everything = false;

  constructor(context: SubscriberContext) {
    this.#context = context;
    this.optionsChanged();
    this.#passedOver = new PassedOver(() => context.readable());
  }

  optionsChanged(): void {
    this.#invert = this.#context.options.invertMatching;
  }

  attached(): void {}

  established(pipe: Pipe): void {
    this.#upstream.greet(pipe);
  }

  lost(pipe: Pipe): void {
    this.#upstream.leave(pipe);
  }

  detached(pipe: Pipe): void {
    this.#incoming.remove(pipe);
  }

  readable(pipe: Pipe): void {
    this.#incoming.add(pipe);
  }

  writable(): void {}

  /** A SUB never sends. */
  send(): boolean {
    return false;
  }

  receive(): Message | undefined {
    for (let pipe = this.#incoming.next(); pipe !== undefined; pipe = this.#incoming.next()) {
      const message = pipe.read();
      if (message === undefined) continue;
      if (this.#wants(message)) return message;
      if (!this.#passedOver.add()) return undefined;
    }
    return undefined;
  }

  hasMessage(): boolean {
    for (let pipe = this.#incoming.current; pipe !== undefined; pipe = this.#incoming.current) {
      if (this.#wants(pipe.peek() as Message)) return true;
      pipe.read();
      if (!this.#passedOver.add()) return false;
    }
    return false;
  }

  command({ name, data }: PeerCommand): void {
    if (name === SUBSCRIBE) this.#subscribe(data);
    else if (name === CANCEL) this.#unsubscribe(data);
    else if (name === CONFIRM) this.#upstream.ask(confirmationNumber(data) ?? 0);
  }

  peerCommand(pipe: Pipe, { name, data }: PeerCommand): void {
    if (name === CONFIRMED && this.#upstream.confirmed(pipe, data)) this.#context.subscriptionsChanged();
  }

  confirmations(number: number): number {
    return this.#upstream.confirmations(number);
  }

  #subscribe(topic: Uint8Array): void {
    if (!this.#upstream.subscribe(topic, false)) return;
    if (topic.byteLength === 0) this.#everything = true;
    else this.#topics.add(topic);
  }

  #unsubscribe(topic: Uint8Array): void {
    if (!this.#upstream.unsubscribe(topic)) return;
    if (topic.byteLength === 0) this.#everything = false;
    else this.#topics.remove(topic);
  }

  #wants(message: Message): boolean {
    return (this.#everything || matchFirstFrame(message, this.#topics)) !== this.#invert;
  }
}
