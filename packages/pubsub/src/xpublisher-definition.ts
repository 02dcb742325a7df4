import { CANCEL, SUBSCRIBE } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { XpubRouting } from './xpub-routing.js';

/** XPUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const XPUB: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'XPUB',
  className: 'ZMQXPublisher',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: ['SUB', 'XSUB'],
  subscriptions: 'received',
  peerCommands: [SUBSCRIBE, CANCEL],
  libzmq: { type: 9 },
  routing: (context) => new XpubRouting(context),
};
