import type { FanOutMember, Message, Outgoing, PeerCommand, Pipe, Routing, RoutingHost } from '@zeromq-ts/core/spi';
import { CONFIRM, CONFIRMED, FairQueue, FanOut } from '@zeromq-ts/core/spi';
import { confirmationNumber } from './confirmation.js';
import { subscriptionChange } from './subscription-message.js';
import { SubscriptionForwarder } from './subscription-forwarder.js';

/**
 * How an XSUB routes (RFC 29): in from its publishers in turn; out to all of them, subscriptions as such, and other
 * messages as they are. A publisher without room misses those.
 */
export class XsubRouting implements Routing {
  readonly #context: RoutingHost;
  readonly #upstream = new SubscriptionForwarder();
  readonly #incoming = new FairQueue();
  readonly #publishers = new FanOut();
  readonly #members = new Map<Pipe, FanOutMember>();

  constructor(context: RoutingHost) {
    this.#context = context;
  }

  attached(pipe: Pipe): void {
    this.#members.set(pipe, this.#publishers.add(pipe));
  }

  established(pipe: Pipe): void {
    this.#upstream.greet(pipe);
  }

  lost(pipe: Pipe): void {
    this.#upstream.leave(pipe);
  }

  retired(pipe: Pipe): void {
    const member = this.#members.get(pipe);
    if (member !== undefined) this.#publishers.remove(member);
    this.#members.delete(pipe);
  }

  detached(pipe: Pipe): void {
    this.#incoming.remove(pipe);
  }

  readable(pipe: Pipe): void {
    this.#incoming.add(pipe);
  }

  writable(): void {}

  send(message: Outgoing): boolean {
    const change = subscriptionChange(message);
    if (change === undefined) {
      this.#publishers.markAll();
      this.#publishers.send(message, this.#context);
    } else if (change.begins) {
      // Each time: an XPUB with `verbosity` wants to know, and it counts them once (xsub_t::xsend).
      this.#upstream.subscribe(change.topic, true);
    } else {
      this.#upstream.unsubscribe(change.topic);
    }
    return true;
  }

  command({ name, data }: PeerCommand): void {
    if (name === CONFIRM) this.#upstream.ask(confirmationNumber(data) ?? 0);
  }

  peerCommand(pipe: Pipe, { name, data }: PeerCommand): void {
    if (name === CONFIRMED && this.#upstream.confirmed(pipe, data)) this.#context.subscriptionsChanged();
  }

  confirmations(number: number): number {
    return this.#upstream.confirmations(number);
  }

  hasMessage(): boolean {
    return this.#incoming.current !== undefined;
  }

  receive(): Message | undefined {
    return this.#incoming.next()?.read();
  }
}
