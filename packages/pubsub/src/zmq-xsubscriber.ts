import type { Message, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, DuplexSocket } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { INVERT_MATCHING_OPTIONS, type InvertMatchingOptions } from './invert-matching-options.js';
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
  libzmq: { type: 10 },
  routing: (context) => new XsubRouting(context),
};

/**
 * XSUB: a SUB that subscribes by sending messages (RFC 29).
 *
 * A subscription message has one frame: a byte 1 (subscribe) or 0 (unsubscribe), followed by the topic. Without a
 * subscription, nothing is received. Any other message, including a topic without that byte, is an ordinary message to
 * the publishers: an XPUB receives it, a PUB discards it. XSUB and XPUB together make a forwarder: each sends what the
 * other receives. `send` never waits.
 *
 * @example
 * ```ts
 * import { ZMQPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
 *
 * const publisher = new ZMQPublisher('inproc://stocks');
 * const subscriber = new ZMQXSubscriber('inproc://stocks');
 * await subscriber.send('\u0001ACME');
 * await publisher.subscribed('ACME');
 * await publisher.send('ACME 17.50');
 * console.log(`${await subscriber.receive()}`);
 * await Promise.all([publisher.close(), subscriber.close()]);
 * ```
 */
export class ZMQXSubscriber extends DuplexSocket<Message, XSubscriberOptions> {
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
}
