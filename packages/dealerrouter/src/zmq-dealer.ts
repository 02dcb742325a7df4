import type { ConflateOptions, ProbeRouterOptions, RoutingIdOptions, SocketOptions } from '@zeromq-ts/core';
import { checkArgumentCount, DuplexSocket } from '@zeromq-ts/core/spi';
import { DEALER } from './dealer-definition.js';

/** Options of a {@link ZMQDealer}. */
export interface DealerOptions extends SocketOptions, RoutingIdOptions, ProbeRouterOptions, ConflateOptions {}

/**
 * DEALER: sends and receives messages in any order (RFC 28).
 *
 * Messages go to the peers round-robin, and are received from all of them in turn. While no peer has room, `send`
 * waits; nothing is dropped. To talk to a REP, put an empty frame before the body: `send(['', 'body'])`.
 *
 * @example
 * ```ts
 * import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
 *
 * const router = new ZMQRouter('inproc://office');
 * const dealer = new ZMQDealer('inproc://office', { routingId: 'anna' });
 * await dealer.send('hello');
 * const [id, text] = await router.receive();
 * await router.send([id, `welcome, ${id}: ${text}`]);
 * console.log(`${await dealer.receive()}`);
 * await Promise.all([router.close(), dealer.close()]);
 * ```
 */
export class ZMQDealer extends DuplexSocket {
  /**
   * @param endpoint The endpoint to connect to, or to bind to with the prefix `@`; several as a list, `'>tcp://a:1,>tcp://b:2'`,
   * or as an array. Default: none.
   * @param options See {@link DealerOptions}.
   * @throws ZMQError `EINVAL` for a malformed endpoint or a wrong option, `EPROTONOSUPPORT` for an unknown protocol.
   */
  constructor(endpoint?: string | readonly string[], options?: DealerOptions) {
    checkArgumentCount('ZMQDealer', arguments, 2);
    super(DEALER, endpoint, options);
  }
}
