/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable, Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/**
 * PAIR: connects to exactly one other Pair.
 *
 * @example
 * ```ts
 * import { Pair } from '@zeromq-ts/zeromq';
 *
 * const left = new Pair();
 * await left.bind('inproc://pair');
 * const right = new Pair();
 * right.connect('inproc://pair');
 * await left.send('hello');
 * console.log(`${await right.receive()}`); // hello
 * left.close();
 * right.close();
 * ```
 */
export class Pair extends Socket {
  constructor(options?: SocketOptions<Pair>) {
    super(0, options);
  }
}
export interface Pair extends Readable, Writable {}
