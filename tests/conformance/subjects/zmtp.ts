import '@zeromq-ts/transports/zmtp';
import type { TestedEngine } from '@zeromq-ts/testing/conformance';
import { INPROC, IPC, TCP } from '@zeromq-ts/testing/conformance';

const PADS_ABSTRACT_NAMES = Number(process.versions.node.split('.')[0]) < 22;

/** The engine in TypeScript. */
export const zmtp: TestedEngine = {
  name: 'zmtp',
  engine: 'zmtp',
  transports: [TCP, IPC, INPROC],
  capabilities: {
    peerAddress: true,
    peerSocketType: true,
    peerRoutingId: true,
    userId: true,
    messagePeer: true,
    peerFigures: true,
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
};
