import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { ReqExchange } from './req-exchange.js';
import { ReqRouting } from './req-routing.js';

/** REQ, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const REQ: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'REQ',
  className: 'ZMQRequest',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['REP', 'ROUTER'],
  muteAction: 'block',
  sendsIdentity: true,
  lockstep: 'send-first',
  libzmq: { type: 3 },
  connectsOnce: true,
  exchange: (options) => new ReqExchange(options),
  routing: (context) => new ReqRouting(context),
};
