import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { PairRouting } from './pair-routing.js';

/** PAIR, as RFC 31 and RFC 37 ("The Socket-Type Property") define it. */
export const PAIR: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'PAIR',
  className: 'ZMQPair',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['PAIR'],
  muteAction: 'block',
  exclusive: true,
  libzmq: { type: 0 },
  routing: () => new PairRouting(),
};
