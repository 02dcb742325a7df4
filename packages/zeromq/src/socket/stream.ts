/* eslint-disable typescript/no-unsafe-declaration-merging -- the methods are those of the prototype of Socket */
import type { Message, MessageLike, Readable, Writable } from '../messages/message-types.js';
import { Socket } from './socket.js';
import type { SocketOptions } from './socket-options.js';

const CONNECT_ROUTING_ID = 61;

/** Options of `connect`. */
export interface StreamConnectOptions {
  /** The routing id of the peer. */
  routingId?: string;
}

/**
 * STREAM: sends to and receives from peers that speak plain TCP. Messages have two frames: the routing id of the peer, and bytes.
 *
 * @example
 * ```ts
 * import { Stream } from '@zeromq-ts/zeromq';
 *
 * const stream = new Stream({ notify: false });
 * console.log(stream.type); // 11
 * stream.close();
 * ```
 */
export class Stream extends Socket {
  /** Receive an empty message when a peer connects and when it leaves. ZMQ_STREAM_NOTIFY */
  declare notify: boolean;

  constructor(options?: SocketOptions<Stream>) {
    super(11, options);
  }

  /**
   * Connects to an endpoint.
   *
   * @param options `routingId`: the routing id that the peer gets here.
   */
  override connect(address: string, options: StreamConnectOptions = {}): void {
    if (options.routingId) this.setStringOption(CONNECT_ROUTING_ID, options.routingId);
    super.connect(address);
  }
}
export interface Stream extends Readable<[Message, Message]>, Writable<[MessageLike, MessageLike]> {}
