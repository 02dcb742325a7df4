import type { Message } from '@zeromq-ts/core';
import { CANCEL, checkArgumentCount, coreOf, DuplexSocket, SUBSCRIBE, ZMQError } from '@zeromq-ts/core/spi';
import { subscriptionTarget } from './subscription-target.js';
import type { Topic } from './topic.js';
import { topicBytes } from './topic.js';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { XpubRouting } from './xpub-routing.js';
import { XPUBLISHER_OPTIONS, type XPublisherOptions } from './xpublisher-options.js';

/** XPUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const XPUB: SocketTypeDefinition<typeof XPUBLISHER_OPTIONS> = {
  seam: 'routing@2',
  type: 'XPUB',
  className: 'ZMQXPublisher',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: ['SUB', 'XSUB'],
  options: XPUBLISHER_OPTIONS,
  subscriptions: 'received',
  peerCommands: [SUBSCRIBE, CANCEL],
  libzmq: { type: 9 },
  routing: (context) => new XpubRouting(context),
};

/**
 * XPUB: a PUB that receives its peers' subscriptions as messages (RFC 29).
 *
 * A subscription message has one frame: a byte 1 (subscribe) or 0 (unsubscribe), followed by the topic. Other messages
 * that peers send upstream are received unchanged. Sending works as with `ZMQPublisher`.
 *
 * @example
 * ```ts
 * import { ZMQSubscriber, ZMQXPublisher } from '@zeromq-ts/pubsub';
 *
 * const publisher = new ZMQXPublisher('inproc://news');
 * const subscriber = new ZMQSubscriber('inproc://news', 'sport');
 * const [subscription] = await publisher.receive();
 * console.log(subscription); // <Buffer 01 73 70 6f 72 74>
 * await publisher.send('sport: 1 - 0');
 * console.log(`${await subscriber.receive()}`);
 * await Promise.all([publisher.close(), subscriber.close()]);
 * ```
 */
export class ZMQXPublisher extends DuplexSocket<Message, XPublisherOptions> {
  /**
   * @param endpoint The endpoint to bind to, or to connect to with the prefix `>`; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`,
   * or as an array. Default: none.
   * @param options See {@link XPublisherOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: XPublisherOptions) {
    checkArgumentCount('ZMQXPublisher', arguments, 2);
    super(XPUB, endpoint, options);
  }

  /**
   * With the option `manual`: subscribes the peer whose subscription message was received last to these topics. libzmq:
   * `ZMQ_SUBSCRIBE` on an XPUB.
   *
   * @throws TypeError for what is not a topic; ZMQError `ENOTSUP` without the option `manual`, `ENOTSOCK` on a closed
   * socket.
   */
  subscribe(...topics: Topic[]): void {
    const list = topics.map((topic) => topicBytes(topic, 'subscribe'));
    const target = this.#manualTarget('subscribe');
    for (const topic of list) target.subscribe(topic);
  }

  /**
   * With the option `manual`: removes subscriptions of the peer whose subscription message was received last. libzmq:
   * `ZMQ_UNSUBSCRIBE` on an XPUB.
   *
   * @throws TypeError for what is not a topic; ZMQError `ENOTSUP` without the option `manual`, `ENOTSOCK` on a closed
   * socket.
   */
  unsubscribe(...topics: Topic[]): void {
    const list = topics.map((topic) => topicBytes(topic, 'unsubscribe'));
    const target = this.#manualTarget('unsubscribe');
    for (const topic of list) target.unsubscribe(topic);
  }

  #manualTarget(member: string): ReturnType<typeof subscriptionTarget> {
    const core = coreOf(this);
    core.assertOpen();
    if (!this.getOption('manual')) {
      throw new ZMQError(
        'ENOTSUP',
        `${member} on a ZMQXPublisher decides on the subscription of a peer, which takes the option { manual: true }. ` +
          'Without it, subscriptions of peers take effect by themselves.',
      );
    }
    return subscriptionTarget(core);
  }
}
