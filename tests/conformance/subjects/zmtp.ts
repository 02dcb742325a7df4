import '@zeromq-ts/transports/zmtp';
import { freshEndpoint } from '../fresh-endpoint.js';
import { construct } from '../socket-classes.js';
import type { Subject } from '../subject.js';

/** The engine in TypeScript. */
export const zmtp: Subject = {
  name: 'zmtp',
  transports: ['tcp', 'ipc', 'inproc'],
  capabilities: {
    peerAddress: true,
    peerSocketType: true,
    peerRoutingId: true,
    queueDepth: true,
    countsDrops: true,
    inprocPeers: true,
  },
  exceptions: [],
  create: (type, endpoint, options = {}) => construct(type, endpoint, { engine: 'zmtp', ...options }),
  endpoint: freshEndpoint,
};
