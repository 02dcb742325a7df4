/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/**
 * PUSH: sends to its peers in turn.
 *
 * @example
 * ```ts
 * import { Pull, Push } from '@zeromq-ts/zeromq';
 *
 * const pull = new Pull();
 * await pull.bind('inproc://tasks');
 * const push = new Push();
 * push.connect('inproc://tasks');
 * await push.send('task 1');
 * for await (const [task] of pull) {
 *   console.log(`${task}`); // task 1
 *   break;
 * }
 * push.close();
 * pull.close();
 * ```
 */
export class Push extends Socket {
  /** Keep only the last message. ZMQ_CONFLATE */
  declare conflate: boolean;

  constructor(options?: SocketOptions<Push>) {
    super(8, options);
  }
}
export interface Push extends Writable {}
