/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable, Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/**
 * XSUB: as SUB, and sends its subscriptions as messages.
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
export class XSubscriber extends Socket {
  constructor(options?: SocketOptions<XSubscriber>) {
    super(10, options);
  }
}
export interface XSubscriber extends Readable, Writable {}
