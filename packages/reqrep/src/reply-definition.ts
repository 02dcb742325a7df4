import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { RepExchange } from './rep-exchange.js';
import { RepRouting } from './rep-routing.js';

/** REP, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const REP: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'REP',
  className: 'ZMQReply',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: ['REQ', 'DEALER'],
  lockstep: 'receive-first',
  libzmq: { type: 4 },
  exchange: () => new RepExchange(),
  routing: (context) => new RepRouting(context),
};
