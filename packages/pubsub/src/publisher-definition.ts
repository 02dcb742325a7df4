import { CANCEL, SUBSCRIBE } from '@zeromq-ts/core/spi';
import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { PubRouting } from './pub-routing.js';

/** PUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const PUB: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'PUB',
  className: 'ZMQPublisher',
  defaultAction: 'bind',
  sends: true,
  receives: false,
  peers: ['SUB', 'XSUB'],
  subscriptions: 'received',
  peerCommands: [SUBSCRIBE, CANCEL],
  libzmq: { type: 1, observableType: 9 },
  connectsOnce: true,
  routing: (context) => new PubRouting(context),
};
