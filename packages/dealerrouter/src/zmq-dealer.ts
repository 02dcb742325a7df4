import type { Message } from '@zeromq-ts/core';
import { checkArgumentCount, DuplexSocket } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { DealerRouting } from './dealer-routing.js';
import { DEALER_OPTIONS, type DealerOptions } from './dealer-options.js';

/** DEALER, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const DEALER: SocketTypeDefinition<typeof DEALER_OPTIONS> = {
  seam: 'routing@2',
  type: 'DEALER',
  className: 'ZMQDealer',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['REP', 'DEALER', 'ROUTER'],
  options: DEALER_OPTIONS,
  muteAction: 'block',
  sendsIdentity: true,
  libzmq: { type: 5 },
  connectsOnce: true,
  routing: (context) => new DealerRouting(context),
};

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
export class ZMQDealer extends DuplexSocket<Message, DealerOptions> {
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
