/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

const SUBSCRIBE = 6;
const UNSUBSCRIBE = 7;

/**
 * SUB: receives what it has subscribed to, and nothing before its first subscription.
 *
 * @example
 * ```ts
 * import { Subscriber } from '@zeromq-ts/zeromq';
 *
 * const subscriber = new Subscriber();
 * subscriber.connect('tcp://127.0.0.1:5556');
 * subscriber.subscribe('weather.');
 * subscriber.close();
 * ```
 */
export class Subscriber extends Socket {
  /** Keep only the last message. ZMQ_CONFLATE */
  declare conflate: boolean;
  /** Receive what does not match the subscriptions. ZMQ_INVERT_MATCHING */
  declare invertMatching: boolean;

  constructor(options?: SocketOptions<Subscriber>) {
    super(2, options);
  }

  /** Subscribes to messages that begin with these prefixes; without any, to all messages. */
  subscribe(...prefixes: Array<Buffer | string>): void {
    for (const prefix of prefixes.length === 0 ? [null] : prefixes) this.setStringOption(SUBSCRIBE, prefix);
  }

  /** Removes subscriptions; without any prefix, that to all messages. */
  unsubscribe(...prefixes: Array<Buffer | string>): void {
    for (const prefix of prefixes.length === 0 ? [null] : prefixes) this.setStringOption(UNSUBSCRIBE, prefix);
  }
}
export interface Subscriber extends Readable {}
