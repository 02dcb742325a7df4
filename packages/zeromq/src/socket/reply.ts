/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable, Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/**
 * REP: receives requests and sends replies, one after the other. A call that is out of turn waits for its turn.
 *
 * @example
 * ```ts
 * import { Reply, Request } from '@zeromq-ts/zeromq';
 *
 * const server = new Reply();
 * await server.bind('inproc://greeter');
 * const client = new Request();
 * client.connect('inproc://greeter');
 * await client.send('World');
 * const [name] = await server.receive();
 * await server.send(`Hello, ${name}!`);
 * console.log(`${await client.receive()}`); // Hello, World!
 * client.close();
 * server.close();
 * ```
 */
export class Reply extends Socket {
  /** The name of this socket for ROUTERs. ZMQ_ROUTING_ID */
  declare routingId: string | null;

  constructor(options?: SocketOptions<Reply>) {
    super(4, options);
  }
}
export interface Reply extends Readable, Writable {}
