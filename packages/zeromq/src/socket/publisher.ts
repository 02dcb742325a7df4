/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/**
 * PUB: sends to all subscribers, to each what it has subscribed to. A message for which a subscriber has no room is dropped for it.
 *
 * @example
 * ```ts
 * import { Publisher } from '@zeromq-ts/zeromq';
 *
 * const publisher = new Publisher();
 * await publisher.bind('tcp://127.0.0.1:*');
 * await publisher.send(['weather.berlin', '21']);
 * publisher.close();
 * ```
 */
export class Publisher extends Socket {
  /** When a subscriber has no room, `send` waits instead of dropping the message for it. ZMQ_XPUB_NODROP */
  declare noDrop: boolean;
  /** Keep only the last message for each peer. ZMQ_CONFLATE */
  declare conflate: boolean;
  /** Send what does not match the subscriptions. ZMQ_INVERT_MATCHING */
  declare invertMatching: boolean;

  constructor(options?: SocketOptions<Publisher>) {
    super(1, options);
  }
}
export interface Publisher extends Writable {}
