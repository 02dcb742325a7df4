import '@zeromq-ts/transports/libzmq';
import type { TestedEngine } from '@zeromq-ts/testing/conformance';
import { INPROC, IPC, TCP } from '@zeromq-ts/testing/conformance';

/** The engine on the C library. */
export const libzmq: TestedEngine = {
  name: 'libzmq',
  engine: 'libzmq',
  transports: [TCP, IPC, INPROC],
  capabilities: {
    peerAddress: false,
    peerSocketType: false,
    peerRoutingId: false,
    userId: false,
    messagePeer: false,
    peerFigures: false,
    queueDepth: false,
    countsDrops: false,
    systemOptions: true,
    byteLimits: false,
    endpointsLinger: false,
    inprocPeers: true,
    tellsFrameLimit: false,
  },
  exceptions: [
    {
      test: 'PAIR: EX-01 a second peer that was refused is heard when the first has left',
      transports: ['tcp', 'ipc'],
      as: 'binder',
      reason: 'libzmq leaves the refused connection open, without a pipe, and never tries it again',
    },
    {
      test: 'PAIR: EX-01 what a PAIR sends while it is refused waits for its turn',
      as: 'binder',
      reason: 'libzmq refuses the peer after the handshake; what it has sent by then is lost',
    },
    {
      test: 'B-018 with conflate, only the newest message is kept for a peer',
      transports: ['inproc'],
      reason: 'libzmq reads the one message that waits as the routing id; so send waits for the bind instead',
    },
    {
      test: 'what a peer sent before it closed is there for a socket that was at its mark',
      transports: ['ipc'],
      with: 'itself',
      reason: 'libzmq takes the end of an ipc connection for an error, and drops what it has not read (issue 4660)',
    },
    {
      test: 'PL-05 ZA-15 E-08 a wrong password is refused, and both sides hear it',
      as: 'connecter',
      with: 'another',
      reason: 'libzmq expects the ERROR of PLAIN to be spelt ^RROR, and takes the right one for a broken protocol',
    },
    {
      test: 'reconnecting: a connected ROUTER reaches the peer that answers at the endpoint now',
      as: 'connecter',
      reason: 'libzmq knows the peer of a connected endpoint by the routing id of the first one that it had there',
    },
    {
      test: 'immediate and conflate: with immediate, a DEALER can read what a peer has sent before it closed',
      as: 'connecter',
      reason: 'with ZMQ_IMMEDIATE, libzmq throws away what is not read when the connection ends',
    },
    {
      test: 'immediate and conflate: with immediate, a PAIR can read what a peer has sent before it closed',
      as: 'connecter',
      reason: 'with ZMQ_IMMEDIATE, libzmq throws away what is not read when the connection ends',
    },
    {
      test: 'silent peers: a peer that talks random octets disturbs nobody',
      as: 'binder',
      reason: 'libzmq takes a peer that does not begin with FF for one of ZMTP 1.0, and its octets for messages',
    },
    {
      test: 'waiting sends: a PAIR whose only peer is full goes over to another one',
      as: 'connecter',
      unsteady: true,
      reason: 'libzmq refuses the second connection until the first has handed over all that was sent',
    },
    {
      test: 'waiting sends: a connected PUB with noDrop goes on when the full subscriber is left',
      transports: ['inproc'],
      as: 'connecter',
      reason: 'over inproc, libzmq ends the connection only when the subscriber has read what is in it',
    },
    {
      test: 'waiting sends: a connected PUB with noDrop goes on when the full subscriber disconnects',
      transports: ['tcp', 'ipc'],
      as: 'binder',
      unsteady: true,
      reason: 'a full SUB of libzmq keeps the connection of an unbound endpoint until it has read what is in it',
    },
    {
      test: 'waiting sends: a connected XPUB with noDrop goes on when the full subscriber is left',
      transports: ['inproc'],
      as: 'connecter',
      reason: 'over inproc, libzmq ends the connection only when the subscriber has read what is in it',
    },
    {
      test: 'waiting sends: a connected XPUB with noDrop goes on when the full subscriber disconnects',
      transports: ['tcp', 'ipc'],
      as: 'binder',
      unsteady: true,
      reason: 'a full SUB of libzmq keeps the connection of an unbound endpoint until it has read what is in it',
    },
    {
      test: 'leaving peers: a connected REP does not answer at the next peer what the last one asked',
      transports: ['tcp', 'ipc'],
      as: 'connecter',
      reason: 'the queue of libzmq belongs to the endpoint, and whoever answers there next gets the reply',
    },
    {
      test: 'leaving peers: a connected REP does not give the reply to one peer to the next one',
      transports: ['tcp', 'ipc'],
      as: 'connecter',
      reason: 'the queue of libzmq belongs to the endpoint, and whoever answers there next gets what waits in it',
    },
    {
      test: 'leaving peers: a connected ROUTER gives to a peer only what is addressed to it',
      transports: ['tcp', 'ipc'],
      as: 'connecter',
      reason: 'the queue of libzmq belongs to the endpoint, and whoever answers there next gets what waits in it',
    },
    {
      test: 'leaving peers: a connected ROUTER gives nothing to a peer without a name but its own',
      transports: ['tcp', 'ipc'],
      as: 'connecter',
      reason: 'the queue of libzmq belongs to the endpoint, and whoever answers there next gets what waits in it',
    },
    {
      test: 'leaving peers: a connected ROUTER keeps for a named peer what is sent while it is away',
      transports: ['inproc'],
      as: 'connecter',
      reason: 'libzmq does not connect again over inproc',
    },
  ],
};
