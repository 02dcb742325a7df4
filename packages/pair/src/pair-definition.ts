import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';

/** PAIR, as RFC 31 and RFC 37 ("The Socket-Type Property") define it. */
export const PAIR: SocketTypeDefinition = {
  type: 'PAIR',
  className: 'ZMQPair',
  defaultAction: 'connect',
  sends: true,
  receives: true,
  peers: ['PAIR'],
};
