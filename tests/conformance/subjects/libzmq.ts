import '@zeromq-ts/transports/libzmq';
import { freshEndpoint } from '../fresh-endpoint.js';
import { construct } from '../socket-classes.js';
import type { Subject } from '../subject.js';

/** The engine on the C library. */
export const libzmq: Subject = {
  name: 'libzmq',
  transports: ['tcp', 'ipc', 'inproc'],
  capabilities: {
    peerAddress: false,
    peerSocketType: false,
    peerRoutingId: false,
    queueDepth: false,
    countsDrops: false,
    inprocPeers: true,
  },
  exceptions: [
    {
      test: 'B-035 disconnect drops what is queued for the endpoint',
      transports: ['inproc'],
      unsteady: true,
      reason: 'open defect of the engine: a socket that has closed can hold its inproc name for a moment',
    },
    {
      test: 'B-067 mandatory: a peer that has left is EHOSTUNREACH',
      transports: ['inproc'],
      unsteady: true,
      reason: 'open defect of the engine: libzmq learns that an inproc peer has left only some time after it has',
    },
    {
      test: 'a PULL that leaves gets nothing more',
      transports: ['inproc'],
      unsteady: true,
      reason: 'open defect of the engine: libzmq learns that an inproc peer has left only some time after it has',
    },
    {
      test: 'RR-21 a peer that has left is not known any more',
      unsteady: true,
      reason: 'open defect of the engine: libzmq learns that a peer has left only some time after it has',
    },
    {
      test: 'B-033 unbind takes the endpoint as given, and it is free',
      unsteady: true,
      reason: 'open defect of the engine: libzmq closes a listener in a thread of its own, after unbind has returned',
    },
    {
      test: 'PAIR: EX-01 a second peer that was refused is heard when the first has left',
      transports: ['tcp', 'ipc'],
      reason: 'libzmq leaves the refused connection open, without a pipe, and never tries it again',
    },
    {
      test: 'B-018 with conflate, only the newest message is kept for a peer',
      transports: ['inproc'],
      reason: 'libzmq reads the one message that waits as the routing id; so send waits for the bind instead',
    },
    {
      test: 'silent peers: a peer that talks random octets disturbs nobody',
      reason: 'libzmq takes a peer that does not begin with FF for one of ZMTP 1.0, and its octets for messages',
    },
  ],
  create: (type, endpoint, options = {}) => construct(type, endpoint, { engine: 'libzmq', ...options }),
  endpoint: freshEndpoint,
};
