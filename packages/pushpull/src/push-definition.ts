import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { PushRouting } from './push-routing.js';

/** PUSH, as RFC 30 and RFC 37 ("The Socket-Type Property") define it. */
export const PUSH: SocketTypeDefinition = {
  seam: 'routing@2',
  type: 'PUSH',
  className: 'ZMQPush',
  defaultAction: 'connect',
  sends: true,
  receives: false,
  peers: ['PULL'],
  muteAction: 'block',
  libzmq: { type: 8 },
  routing: () => new PushRouting(),
};
