import type { WaitOptions } from '@zeromq-ts/core';
import {
  CANCEL,
  checkArgumentCount,
  checkCallOptions,
  coreOf,
  showValue,
  SendSocket,
  SUBSCRIBE,
  WAIT_OPTION_CHECKS,
  ZMQError,
} from '@zeromq-ts/core/spi';
import type { Topic } from './topic.js';
import { topicBytes } from './topic.js';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { PubRouting } from './pub-routing.js';
import { PUBLISHER_OPTIONS, type PublisherOptions } from './publisher-options.js';

/** PUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const PUB: SocketTypeDefinition<typeof PUBLISHER_OPTIONS> = {
  seam: 'routing@2',
  type: 'PUB',
  className: 'ZMQPublisher',
  defaultAction: 'bind',
  sends: true,
  receives: false,
  peers: ['SUB', 'XSUB'],
  options: PUBLISHER_OPTIONS,
  subscriptions: 'received',
  peerCommands: [SUBSCRIBE, CANCEL],
  libzmq: { type: 1, observableType: 9 },
  connectsOnce: true,
  routing: (context) => new PubRouting(context),
};

/**
 * PUB: sends each message to every subscriber whose topics match its first frame (RFC 29).
 *
 * `send` does not wait: without a matching subscriber the message is discarded, and for a subscriber whose queue is
 * full it is dropped, and counted if the engine reports it (with the option `noDrop`, `send` waits instead). The
 * subscription of a new subscriber takes a moment to arrive; `subscribed` waits for it. A PUB never receives.
 *
 * @example
 * ```ts
 * import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
 *
 * const publisher = new ZMQPublisher('inproc://ticks');
 * const subscriber = new ZMQSubscriber('inproc://ticks', 'tick');
 * await publisher.subscribed('tick', { timeout: 1000 });
 * await publisher.send('tick 1');
 * console.log(`${await subscriber.receive()}`);
 * await Promise.all([publisher.close(), subscriber.close()]);
 * ```
 */
export class ZMQPublisher extends SendSocket<PublisherOptions> {
  /**
   * @param endpoint The endpoint to bind to, or to connect to with the prefix `>`; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`,
   * or as an array. Default: none.
   * @param options See {@link PublisherOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: PublisherOptions) {
    checkArgumentCount('ZMQPublisher', arguments, 2);
    super(PUB, endpoint, options);
  }

  /**
   * Resolves once a peer is subscribed to a topic.
   *
   * @param topic The topic; a subscription to a prefix of it counts. Default: any subscription.
   * @param options `timeout` in milliseconds, default `Infinity`; `signal`.
   * @throws TypeError for a value that is not a topic; ZMQError `EAGAIN` after the timeout, `ENOTSOCK` when the socket
   * is or gets closed; the reason of the signal. All as rejections.
   */
  async subscribed(topic?: Topic, options: WaitOptions = {}): Promise<void> {
    const bytes = topic === undefined ? undefined : topicBytes(topic, 'subscribed');
    checkArgumentCount('subscribed', arguments, 2);
    checkCallOptions('subscribed', options, WAIT_OPTION_CHECKS);
    const core = coreOf(this);
    if (core.engine.hasSubscriber === undefined) {
      throw new ZMQError('ENOTSUP', `The engine ${core.engineName} does not report subscriptions.`);
    }
    const what = topic === undefined ? 'No peer subscribed' : `No peer subscribed to ${showValue(topic)}`;
    await core.waitFor(() => core.engine.hasSubscriber?.(bytes) === true, what, options);
  }
}
