/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable, Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

/**
 * DEALER: sends to its peers in turn, and receives from all of them.
 *
 * @example
 * ```ts
 * import { Dealer, Router } from '@zeromq-ts/zeromq';
 *
 * const router = new Router();
 * await router.bind('inproc://work');
 * const dealer = new Dealer({ routingId: 'worker 1' });
 * dealer.connect('inproc://work');
 * await dealer.send('ready');
 * const [id, text] = await router.receive();
 * console.log(`${id}: ${text}`); // worker 1: ready
 * dealer.close();
 * router.close();
 * ```
 */
export class Dealer extends Socket {
  /** The name of this socket for ROUTERs. ZMQ_ROUTING_ID */
  declare routingId: string | null;
  /** Send an empty message to each new peer. ZMQ_PROBE_ROUTER */
  declare probeRouter: boolean;
  /** Keep only the last message. ZMQ_CONFLATE */
  declare conflate: boolean;

  constructor(options?: SocketOptions<Dealer>) {
    super(5, options);
  }
}
export interface Dealer extends Readable, Writable {}
