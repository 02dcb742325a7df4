import type { ProbeRouterOptions, RoutedMessage, RoutingIdOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, DuplexSocket } from '@zeromq-ts/core/spi';
import { ROUTER } from './router-definition.js';

/** Options of a {@link ZMQRouter}. */
export interface RouterOptions extends SocketOptions, RoutingIdOptions, ProbeRouterOptions {
  /**
   * A message to a peer that is not there is refused: `send` rejects with `EHOSTUNREACH`, and when the peer's queue is
   * full, with `EAGAIN`. Default false: such messages are dropped. libzmq: `ZMQ_ROUTER_MANDATORY`.
   */
  readonly mandatory?: boolean | undefined;
  /**
   * A new peer with the routing id of another takes its place. Default false: the new one is not heard. libzmq:
   * `ZMQ_ROUTER_HANDOVER`.
   */
  readonly handover?: boolean | undefined;
}

/**
 * ROUTER: talks to each of its peers by name (RFC 28).
 *
 * Frame 0 of every message is the routing id of the peer, in and out. It is whatever the peer chose as its
 * `routingId`, or five bytes made up for it; treat it as bytes. A REQ peer's messages have an empty frame after it,
 * which belongs into the reply, too. A message to a peer that is not there, or whose queue is full, is dropped, and
 * counted if the engine can know, or refused with the option `mandatory`; `send` never waits without it.
 *
 * @example
 * ```ts
 * import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
 *
 * const router = new ZMQRouter('inproc://counter', { mandatory: true });
 * const dealer = new ZMQDealer('inproc://counter');
 * await dealer.send('one');
 * const [id, ...body] = await router.receive();
 * await router.send([id, ...body, 'two']);
 * console.log(await dealer.receive());
 * await Promise.all([router.close(), dealer.close()]);
 * ```
 */
export class ZMQRouter extends DuplexSocket<RoutedMessage> {
  /**
   * @param endpoint Bound, unless a prefix `>` says to connect; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`, or an
   * array. Without it the socket is neither bound nor connected.
   * @param options See {@link RouterOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: RouterOptions) {
    checkArgumentCount('ZMQRouter', arguments, 2);
    super(ROUTER, endpoint, options);
  }
}
