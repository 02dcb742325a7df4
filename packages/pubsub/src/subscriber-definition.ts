import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { SubRouting } from './sub-routing.js';

/** SUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const SUB: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'SUB',
  className: 'ZMQSubscriber',
  defaultAction: 'connect',
  sends: false,
  receives: true,
  peers: ['PUB', 'XPUB'],
  subscriptions: 'sent',
  libzmq: { type: 2 },
  connectsOnce: true,
  routing: (context) => new SubRouting(context),
};
