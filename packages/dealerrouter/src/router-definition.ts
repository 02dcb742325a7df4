import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { RouterRouting } from './router-routing.js';

/** ROUTER, as RFC 28 and RFC 37 ("The Socket-Type Property") define it. */
export const ROUTER: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'ROUTER',
  className: 'ZMQRouter',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: ['REQ', 'DEALER', 'ROUTER'],
  sendsIdentity: true,
  routingIdFrame: true,
  libzmq: { type: 6 },
  routing: (context) => new RouterRouting(context),
};
