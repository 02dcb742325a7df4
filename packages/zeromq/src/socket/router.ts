/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Readable, Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

const CONNECT_ROUTING_ID = 61;

/** Options of `connect`. */
export interface RouterConnectOptions {
  /** The routing id of the peer. */
  routingId?: string;
}

/**
 * ROUTER: the first frame of each message is the routing id of the peer that it is from, or for.
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
export class Router extends Socket {
  /** The name of this socket for other ROUTERs. ZMQ_ROUTING_ID */
  declare routingId: string | null;
  /** Let `send` to a peer that there is not fail with `EHOSTUNREACH`. ZMQ_ROUTER_MANDATORY */
  declare mandatory: boolean;
  /** Send an empty message to each new peer. ZMQ_PROBE_ROUTER */
  declare probeRouter: boolean;
  /** Let a new peer take the routing id of an old one over. ZMQ_ROUTER_HANDOVER */
  declare handover: boolean;

  constructor(options?: SocketOptions<Router>) {
    super(6, options);
  }

  /**
   * Connects to an endpoint.
   *
   * @param options `routingId`: the routing id that the peer gets here.
   */
  override connect(address: string, options: RouterConnectOptions = {}): void {
    if (options.routingId) this.setStringOption(CONNECT_ROUTING_ID, options.routingId);
    super.connect(address);
  }
}
export interface Router extends Readable, Writable {}
