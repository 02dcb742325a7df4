/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable, Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

const XPUB_VERBOSE = 40;
const XPUB_VERBOSER = 78;

/**
 * XPUB: as PUB, and receives the subscriptions of its peers.
 *
 * @example
 * ```ts
 * import { XPublisher, XSubscriber } from '@zeromq-ts/zeromq';
 *
 * const publisher = new XPublisher();
 * await publisher.bind('inproc://news');
 * const subscriber = new XSubscriber();
 * subscriber.connect('inproc://news');
 * await subscriber.send('\u0001sport');
 * const [subscription] = await publisher.receive();
 * console.log(`${subscription?.subarray(1)}`); // sport
 * subscriber.close();
 * publisher.close();
 * ```
 */
export class XPublisher extends Socket {
  /** When a subscriber has no room, `send` waits instead of dropping the message for it. ZMQ_XPUB_NODROP */
  declare noDrop: boolean;
  /** The program decides on subscriptions. ZMQ_XPUB_MANUAL */
  declare manual: boolean;
  /** What is sent to each new subscriber. ZMQ_XPUB_WELCOME_MSG */
  declare welcomeMessage: string | null;
  /** Send what does not match the subscriptions. ZMQ_INVERT_MATCHING */
  declare invertMatching: boolean;

  constructor(options?: SocketOptions<XPublisher>) {
    super(9, options);
  }

  /** Which subscriptions are received: new ones, all, or all with those that end. ZMQ_XPUB_VERBOSE, ZMQ_XPUB_VERBOSER */
  set verbosity(value: null | 'allSubs' | 'allSubsUnsubs') {
    if (value === 'allSubsUnsubs') this.setBoolOption(XPUB_VERBOSER, true);
    else this.setBoolOption(XPUB_VERBOSE, value === 'allSubs');
  }
}
export interface XPublisher extends Readable, Writable {}
