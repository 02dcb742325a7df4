import type { ConflateOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, CONFIRMED, CONFLATE_OPTIONS, coreOf, ReceiveSocket } from '@zeromq-ts/core/spi';
import { ConfirmedSubscriptions } from './confirmed-subscriptions.js';
import { INVERT_MATCHING_OPTIONS, type InvertMatchingOptions } from './invert-matching-options.js';
import type { SubscribedOptions } from './known-subscribers.js';
import { SubscriberTopics, topicsOf } from './subscriber-topics.js';
import type { Topic } from './topic.js';
import type { TopicPattern } from './topic-pattern.js';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { SubRouting } from './sub-routing.js';

/** Options of a {@link ZMQSubscriber}. */
export interface SubscriberOptions extends SocketOptions, ConflateOptions, InvertMatchingOptions {}

const SUBSCRIBER_OPTIONS = { ...CONFLATE_OPTIONS, ...INVERT_MATCHING_OPTIONS };

/** SUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const SUB: SocketTypeDefinition<typeof SUBSCRIBER_OPTIONS> = {
  seam: 'routing@2',
  type: 'SUB',
  className: 'ZMQSubscriber',
  defaultAction: 'connect',
  sends: false,
  receives: true,
  peers: ['PUB', 'XPUB'],
  options: SUBSCRIBER_OPTIONS,
  subscriptions: 'sent',
  peerCommands: [CONFIRMED],
  libzmq: { type: 2 },
  connectsOnce: true,
  routing: (context) => new SubRouting(context),
};

/**
 * SUB: receives messages from publishers, filtered by topic (RFC 29).
 *
 * A topic matches every message that begins with it; `''` matches all. `exactTopic` and `topicPattern` make topics without
 * longer ones, and with wildcards. A subscriber without topics receives everything;
 * its first explicit topic, in the constructor or by `subscribe`, replaces that. It receives messages that are sent
 * after its subscription has arrived at the publisher, but no earlier ones.
 *
 * @example
 * ```ts
 * import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
 *
 * const publisher = new ZMQPublisher('inproc://weather');
 * const subscriber = new ZMQSubscriber('inproc://weather', 'weather.');
 * await publisher.subscribed('weather.');
 * await publisher.send(['weather.berlin', '21 °C']);
 * const [topic, body] = await subscriber.receive();
 * console.log(`${topic}: ${body}`);
 * await Promise.all([publisher.close(), subscriber.close()]);
 * ```
 */
export class ZMQSubscriber extends ReceiveSocket<SubscriberOptions> {
  readonly #topics: SubscriberTopics;
  readonly #confirmed = new ConfirmedSubscriptions(coreOf(this));

  /**
   * @param endpoint The endpoint to connect to, or to bind to with the prefix `@`; several as a list, `'>tcp://a:1,>tcp://b:2'`,
   * or as an array. Default: none.
   * @param topics One topic or several; an empty array for no topic. Default: everything, until the first topic.
   * @param options See {@link SubscriberOptions}.
   * @throws TypeError for a value that is not a topic; ZMQError `EINVAL` for a malformed endpoint or a wrong option,
   * `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(
    endpoint?: string | readonly string[],
    topics?: Topic | TopicPattern | readonly (Topic | TopicPattern)[],
    options?: SubscriberOptions,
  ) {
    checkArgumentCount('ZMQSubscriber', arguments, 3);
    const list: readonly unknown[] = topics === undefined ? [] : Array.isArray(topics) ? topics : [topics];
    const initial = topicsOf(list, 'ZMQSubscriber');
    super(SUB, endpoint, options);
    this.#topics = new SubscriberTopics(coreOf(this), topics === undefined);
    this.#topics.add(initial);
  }

  /**
   * Adds subscriptions. A topic that is added several times must be removed as often. libzmq: `ZMQ_SUBSCRIBE`.
   *
   * @param topics Prefixes; patterns of {@link exactTopic} and {@link topicPattern}, which this socket applies to what
   * publishers send for their prefix.
   * @throws TypeError for a value that is not a topic (then none is added); ZMQError `ENOTSOCK` on a closed socket, `EINVAL`
   * for a pattern with the option `invertMatching`.
   */
  subscribe(...topics: (Topic | TopicPattern)[]): void {
    const list = topicsOf(topics, 'subscribe');
    coreOf(this).assertOpen();
    this.#topics.add(list);
  }

  /**
   * Removes subscriptions; topics without a subscription are ignored. A pattern is the same object as in `subscribe`. After the last one is removed, nothing is
   * received until the next `subscribe`. libzmq: `ZMQ_UNSUBSCRIBE`.
   *
   * @throws TypeError for a value that is not a topic (then none is removed); ZMQError `ENOTSOCK` on a closed socket.
   */
  unsubscribe(...topics: (Topic | TopicPattern)[]): void {
    const list = topicsOf(topics, 'unsubscribe');
    coreOf(this).assertOpen();
    this.#topics.remove(list);
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
   * import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
   *
   * await using publisher = new ZMQPublisher('inproc://confirmed');
   * await using subscriber = new ZMQSubscriber('inproc://confirmed');
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
}
