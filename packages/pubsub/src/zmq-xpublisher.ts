import type { Message, MessageInput, WaitOptions } from '@zeromq-ts/core';
import {
  CANCEL,
  checkArgumentCount,
  CONFIRM,
  coreOf,
  DuplexSocket,
  rejectWithinBudget,
  resolveWithinBudget,
  sendArguments,
  SUBSCRIBE,
  ZMQError,
} from '@zeromq-ts/core/spi';
import { hasSubscribers, type SubscribedOptions, waitForSubscribers } from './known-subscribers.js';
import { isPayload, messageOfTopic, type Payload } from './topic-and-body.js';
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
  peerCommands: [SUBSCRIBE, CANCEL, CONFIRM],
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
   * import { ZMQXPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
   *
   * await using publisher = new ZMQXPublisher('inproc://lazy');
   * await using subscriber = new ZMQSubscriber('inproc://lazy', 'news');
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
   * Whether a peer is subscribed to a topic now. On the engine `libzmq`, only the subscription messages count that were
   * received, or that came while `subscribed` was waiting.
   *
   * @param topic The topic; a subscription to a prefix of it counts. Default: any subscription.
   * @throws TypeError for a value that is not a topic; ZMQError `ENOTSOCK` on a closed socket, `ENOTSUP` when the engine
   * does not report subscriptions.
   */
  hasSubscribers(topic?: Topic): boolean {
    checkArgumentCount('hasSubscribers', arguments, 1);
    return hasSubscribers(coreOf(this), topic);
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
