import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { DealerRouting } from './dealer-routing.js';

/** DEALER, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const DEALER: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'DEALER',
  className: 'ZMQDealer',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['REP', 'DEALER', 'ROUTER'],
  muteAction: 'block',
  sendsIdentity: true,
  libzmq: { type: 5 },
  connectsOnce: true,
  routing: (context) => new DealerRouting(context),
};
