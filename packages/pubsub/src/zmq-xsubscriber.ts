import type { InvertMatchingOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, DuplexSocket } from '@zeromq-ts/core/spi';
import { XSUB } from './xsubscriber-definition.js';

/** Options of a {@link ZMQXSubscriber}. */
export interface XSubscriberOptions extends SocketOptions, InvertMatchingOptions {}

/**
 * XSUB: a SUB that subscribes by sending messages (RFC 29).
 *
 * Such a message has one frame: a byte 1 to subscribe or 0 to unsubscribe, and then the topic; without one nothing is
 * received. Anything else is passed on to the publishers, where an XPUB receives it. Together with XPUB it makes a
 * forwarder: what one receives, the other sends. `send` never waits.
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
export class ZMQXSubscriber extends DuplexSocket {
  /**
   * @param endpoint Connected, unless a prefix `@` says to bind; several as a list, `'>tcp://a:1,>tcp://b:2'`, or an
   * array. Without it the socket is neither bound nor connected.
   * @param options See {@link XSubscriberOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: XSubscriberOptions) {
    checkArgumentCount('ZMQXSubscriber', arguments, 2);
    super(XSUB, endpoint, options);
  }
}
