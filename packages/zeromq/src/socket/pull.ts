/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/**
 * PULL: receives from all its peers.
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
export class Pull extends Socket {
  /** Keep only the last message. ZMQ_CONFLATE */
  declare conflate: boolean;

  constructor(options?: SocketOptions<Pull>) {
    super(7, options);
  }
}
export interface Pull extends Readable {}
