/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable, Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/**
 * REQ: sends requests and receives replies, one after the other. A call that is out of turn waits for its turn.
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
export class Request extends Socket {
  /** The name of this socket for ROUTERs. ZMQ_ROUTING_ID */
  declare routingId: string | null;
  /** Send an empty message to each new peer. ZMQ_PROBE_ROUTER */
  declare probeRouter: boolean;
  /** Match replies to requests by an id. ZMQ_REQ_CORRELATE */
  declare correlate: boolean;
  /** Let `send` give the pending request up. ZMQ_REQ_RELAXED */
  declare relaxed: boolean;

  constructor(options?: SocketOptions<Request>) {
    super(3, options);
  }
}
export interface Request extends Readable, Writable {}
