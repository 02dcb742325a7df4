import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { PullRouting } from './pull-routing.js';

/** PULL, as RFC 30 and RFC 37 ("The Socket-Type Property") define it. */
export const PULL: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'PULL',
  className: 'ZMQPull',
  defaultAction: 'bind',
  sends: false,
  receives: true,
  peers: ['PUSH'],
  libzmq: { type: 7 },
  routing: () => new PullRouting(),
};
