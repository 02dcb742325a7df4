import type { Message, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, CONFIRMED, coreOf, DuplexSocket } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { ConfirmedSubscriptions } from './confirmed-subscriptions.js';
import { INVERT_MATCHING_OPTIONS, type InvertMatchingOptions } from './invert-matching-options.js';
import type { SubscribedOptions } from './known-subscribers.js';
import { subscriptionInput } from './subscription-message.js';
import type { Topic } from './topic.js';
import { topicBytes } from './topic.js';
import { XsubRouting } from './xsub-routing.js';

/** Options of a {@link ZMQXSubscriber}. */
export interface XSubscriberOptions extends SocketOptions, InvertMatchingOptions {}

/** XSUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const XSUB: SocketTypeDefinition<typeof INVERT_MATCHING_OPTIONS> = {
  seam: 'routing@2',
  type: 'XSUB',
  className: 'ZMQXSubscriber',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['PUB', 'XPUB'],
  options: INVERT_MATCHING_OPTIONS,
  subscriptions: 'sent',
  peerCommands: [CONFIRMED],
  libzmq: { type: 10 },
  routing: (context) => new XsubRouting(context),
};

/**
 * XSUB: a SUB that subscribes by sending messages (RFC 29).
 *
 * A subscription message has one frame: a byte 1 (subscribe) or 0 (unsubscribe), followed by the topic; `subscribe` and
 * `unsubscribe` send it. Without a subscription, nothing is received. Any other message, including a topic without that byte, is an ordinary message to
 * the publishers: an XPUB receives it, a PUB discards it. XSUB and XPUB together make a forwarder: each sends what the
 * other receives. `send` never waits.
 *
 * @example
 * ```ts
 * import { ZMQPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
 *
 * const publisher = new ZMQPublisher('inproc://stocks');
 * const subscriber = new ZMQXSubscriber('inproc://stocks');
 * subscriber.subscribe('ACME'); // or send('\u0001ACME')
 * await publisher.subscribed('ACME');
 * await publisher.send('ACME 17.50');
 * console.log(`${await subscriber.receive()}`);
 * await Promise.all([publisher.close(), subscriber.close()]);
 * ```
 */
export class ZMQXSubscriber extends DuplexSocket<Message, XSubscriberOptions> {
  readonly #confirmed = new ConfirmedSubscriptions(coreOf(this));

  /**
   * @param endpoint The endpoint to connect to, or to bind to with the prefix `@`; several as a list, `'>tcp://a:1,>tcp://b:2'`,
   * or as an array. Default: none.
   * @param options See {@link XSubscriberOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: XSubscriberOptions) {
    checkArgumentCount('ZMQXSubscriber', arguments, 2);
    super(XSUB, endpoint, options);
  }

  /**
   * Sends subscription messages to all publishers, now and whenever they connect. A topic that is subscribed to several times
   * must be unsubscribed from as often. A topic matches every message that begins with it; `''` matches all.
   *
   * @throws TypeError for a value that is not a topic (then none is sent); ZMQError `ENOTSOCK` on a closed socket.
   */
  subscribe(...topics: Topic[]): void {
    this.#tell(true, topics);
  }

  /**
   * Sends unsubscription messages to all publishers.
   *
   * @throws TypeError for a value that is not a topic (then none is sent); ZMQError `ENOTSOCK` on a closed socket.
   */
  unsubscribe(...topics: Topic[]): void {
    this.#tell(false, topics);
  }

  /**
   * Resolves once publishers have confirmed that all subscriptions made so far have arrived: what they send from now on is
   * received. A `PUB` or `XPUB` of this library on the engine `zmtp` confirms, with two commands that ZMTP allows and other
   * libraries ignore, so with a publisher of libzmq it waits until the timeout: let the publisher wait there, with its
   * `subscribed`. An XPUB with the option `manual` does not confirm. A proxy confirms for itself, not for the
   * publishers behind it.
   *
   * @param options `peers`: how many publishers, default 1; `timeout` in milliseconds, default `Infinity`; `signal`.
   * @throws ZMQError `EAGAIN` after the timeout, `ENOTSUP` on the engine `libzmq`, `ENOTSOCK` when the socket is or gets
   * closed; the reason of the signal. All as rejections.
   *
   * @example
   * ```ts
   * import { ZMQPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
   *
   * await using publisher = new ZMQPublisher('inproc://arrived');
   * await using subscriber = new ZMQXSubscriber('inproc://arrived');
   * subscriber.subscribe('news');
   * await subscriber.subscribed({ timeout: 1000 });
   * await publisher.send('news', 'is not missed');
   * console.log((await subscriber.receive()).text(1)); // is not missed
   * ```
   */
  async subscribed(options: SubscribedOptions = {}): Promise<void> {
    checkArgumentCount('subscribed', arguments, 1);
    await this.#confirmed.wait(options);
  }

  #tell(begins: boolean, topics: readonly Topic[]): void {
    const list = topics.map((topic) => topicBytes(topic, begins ? 'subscribe' : 'unsubscribe'));
    coreOf(this).assertOpen();
    // It does not wait, except on libzmq behind a send that does; a socket that is closed by then has no subscriptions.
    for (const topic of list) void this.send(subscriptionInput(begins, topic)).catch(() => {});
  }
}
