import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';

/** XPUB, as RFC 29 and RFC 37 ("The Socket-Type Property") define it. */
export const XPUB: SocketTypeDefinition = {
  type: 'XPUB',
  className: 'ZMQXPublisher',
  defaultAction: 'bind',
  sends: true,
  receives: true,
  peers: ['SUB', 'XSUB'],
};
