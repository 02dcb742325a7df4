import type { RoutedMessage } from '@zeromq-ts/core';
import { checkArgumentCount, DuplexSocket } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { RouterRouting } from './router-routing.js';
import { ROUTER_OPTIONS, type RouterOptions } from './router-options.js';

/** ROUTER, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const ROUTER: SocketTypeDefinition<typeof ROUTER_OPTIONS> = {
  seam: 'routing@2',
  type: 'ROUTER',
  className: 'ZMQRouter',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: ['REQ', 'DEALER', 'ROUTER'],
  options: ROUTER_OPTIONS,
  sendsIdentity: true,
  routingIdFrame: true,
  libzmq: { type: 6 },
  routing: (context) => new RouterRouting(context),
};

/**
 * ROUTER: addresses each of its peers by its routing id (RFC 28).
 *
 * Frame 0 of every message is the routing id of the peer, for receiving and for sending. It is the `routingId` that the
 * peer chose, or five bytes assigned to it; treat it as bytes. Messages from a REQ have an empty frame after it, which
 * must also be in the reply. A message to an unknown peer, or to one whose queue is full, is dropped, and counted if
 * the engine reports it; with the option `mandatory`, `send` rejects instead. `send` never waits.
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
export class ZMQRouter extends DuplexSocket<RoutedMessage, RouterOptions> {
  /**
   * @param endpoint The endpoint to bind to, or to connect to with the prefix `>`; several as a list, `'@tcp://*:1,@ipc:///tmp/b'`,
   * or as an array. Default: none.
   * @param options See {@link RouterOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: RouterOptions) {
    checkArgumentCount('ZMQRouter', arguments, 2);
    super(ROUTER, endpoint, options);
  }
}
