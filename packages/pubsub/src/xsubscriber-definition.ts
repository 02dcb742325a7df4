import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { XsubRouting } from './xsub-routing.js';

/** XSUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const XSUB: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'XSUB',
  className: 'ZMQXSubscriber',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['PUB', 'XPUB'],
  subscriptions: 'sent',
  libzmq: { type: 10 },
  routing: (context) => new XsubRouting(context),
};
