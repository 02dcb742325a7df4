import '@zeromq-ts/transports/zmtp';
import { freshEndpoint } from '../fresh-endpoint.js';
import { construct } from '../socket-classes.js';
import type { Subject } from '../subject.js';

const PADS_ABSTRACT_NAMES = Number(process.versions.node.split('.')[0]) < 22;

/** The engine in TypeScript. */
export const zmtp: Subject = {
  name: 'zmtp',
  transports: ['tcp', 'ipc', 'inproc'],
  capabilities: {
    peerAddress: true,
    peerSocketType: true,
    peerRoutingId: true,
    userId: true,
    messagePeer: true,
    queueDepth: true,
    countsDrops: true,
    systemOptions: false,
    byteLimits: true,
    endpointsLinger: true,
    inprocPeers: true,
    tellsFrameLimit: true,
  },
  exceptions: PADS_ABSTRACT_NAMES
    ? [
        {
          test: 'B-046 ipc://@name is an abstract name',
          transports: ['ipc'],
          with: 'another',
          reason: 'Node before version 22 pads abstract names with zero octets, which makes another name of them',
        },
      ]
    : [],
  create: (type, endpoint, options = {}) => construct(type, endpoint, { engine: 'zmtp', ...options }),
  endpoint: freshEndpoint,
};
