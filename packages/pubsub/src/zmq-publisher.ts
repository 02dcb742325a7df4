import type { MessageInput, WaitOptions } from '@zeromq-ts/core';
import {
  CANCEL,
  checkArgumentCount,
  CONFIRM,
  coreOf,
  rejectWithinBudget,
  resolveWithinBudget,
  sendArguments,
  SendSocket,
  SUBSCRIBE,
} from '@zeromq-ts/core/spi';
import { hasSubscribers, type SubscribedOptions, waitForSubscribers } from './known-subscribers.js';
import type { Topic } from './topic.js';
import { isPayload, messageOfTopic, type Payload } from './topic-and-body.js';
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
  peerCommands: [SUBSCRIBE, CANCEL, CONFIRM],
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
   * Sends a message to every peer with a subscription that matches its first frame. `send(topic, body)` is
   * `send([topic, body])`, or `send([topic, ...body])` if the body is an array. A function as the body is called only if a
   * peer has subscribed to the topic, so that a costly body is not made for no one, or if the option `lastValueCache` keeps
   * the message.
   *
   * @param message The topic, and what follows it.
   * @param options `timeout` and `signal`, for sends that wait (option `noDrop`).
   * @returns As `send` of every socket: `true`, also when no peer has subscribed.
   * @throws TypeError for anything that is not a message or a topic; ZMQError as `send` of every socket; what the function
   * throws. All as rejections.
   *
   * @example
   * ```ts
   * import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
   *
   * await using publisher = new ZMQPublisher('inproc://costly');
   * await using subscriber = new ZMQSubscriber('inproc://costly', 'news');
   * await publisher.subscribed('news', { timeout: 1000 });
   * await publisher.send('weather', () => JSON.stringify({ is: 'not made' }));
   * await publisher.send('news', () => JSON.stringify({ goals: 2 }));
   * console.log((await subscriber.receive()).text(1)); // {"goals":2}
   * ```
   */
  override send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
  override send(topic: Topic, body: Payload, options?: WaitOptions): Promise<boolean>;
  override send(message: MessageInput, ...given: unknown[]): Promise<boolean> {
    if (given.length === 0) return super.send(message);
    try {
      const { body, options } = sendArguments<Payload>('send', given, isPayload);
      const complete = messageOfTopic(coreOf(this), message, body);
      return complete === undefined ? resolveWithinBudget(true) : super.send(complete, options);
    } catch (error) {
      return rejectWithinBudget(error);
    }
  }

  /**
   * Sends a message as {@link send} does, if that is possible without waiting.
   *
   * @returns `true` when it is sent, or no peer has subscribed; `false` when there is no room (option `noDrop`).
   * @throws TypeError, ZMQError as `send`.
   */
  override trySend(message: MessageInput): boolean;
  override trySend(topic: Topic, body: Payload): boolean;
  override trySend(message: MessageInput, ...given: unknown[]): boolean {
    if (given.length === 0) return super.trySend(message);
    const complete = messageOfTopic(coreOf(this), message, sendArguments<Payload>('trySend', given, isPayload).body);
    return complete === undefined || super.trySend(complete);
  }

  /**
   * Resolves once peers are subscribed to a topic.
   *
   * @param topic The topic; a subscription to a prefix of it counts. Default: any subscription.
   * @param options `peers`: how many, default 1 (more than 1 on the engine `zmtp` only); `timeout` in milliseconds, default
   * `Infinity`; `signal`.
   * @throws TypeError for a value that is not a topic; ZMQError `EAGAIN` after the timeout, `ENOTSOCK` when the socket
   * is or gets closed, `ENOTSUP` when the engine cannot count peers; the reason of the signal. All as rejections.
   */
  async subscribed(topic?: Topic, options: SubscribedOptions = {}): Promise<void> {
    checkArgumentCount('subscribed', arguments, 2);
    await waitForSubscribers(coreOf(this), topic, options);
  }

  /**
   * Whether a peer is subscribed to a topic now. On the engine `libzmq`, the call makes the socket read the subscriptions
   * that have arrived, and the next one counts them: await `subscribed` for a certain answer.
   *
   * @param topic The topic; a subscription to a prefix of it counts. Default: any subscription.
   * @throws TypeError for a value that is not a topic; ZMQError `ENOTSOCK` on a closed socket, `ENOTSUP` when the engine
   * does not report subscriptions.
   */
  hasSubscribers(topic?: Topic): boolean {
    checkArgumentCount('hasSubscribers', arguments, 1);
    return hasSubscribers(coreOf(this), topic);
  }
}
