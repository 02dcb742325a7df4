import type { SocketTypeName } from '@zeromq-ts/testing/conformance';
import { construct } from '@zeromq-ts/testing/conformance';
import { definitionOf } from '@zeromq-ts/testing';
import type { Sending, TestedSocketType } from '@zeromq-ts/testing/socket-type';
import { socketTypeConformance } from '@zeromq-ts/testing/socket-type';
import type { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQStream } from '@zeromq-ts/stream';
import { IPC, TCP } from '@zeromq-ts/testing/conformance';
import { zmtp } from './subjects/zmtp.js';

/** A type of this repository, by what the RFCs say of it. */
function tested(type: SocketTypeName, defaultAction: 'bind' | 'connect', rest?: Partial<TestedSocketType>) {
  return {
    definition: { ...definitionOf(type), defaultAction },
    create: (endpoint: string | undefined, options: object) => construct(type, endpoint, { ...options }),
    ...rest,
  };
}

/** Messages of a publisher reach a subscriber once its subscription has come. */
const ready = (publisher: Sending): Promise<void> => (publisher as unknown as ZMQPublisher).subscribed('');

const push = tested('PUSH', 'connect');
const pull = tested('PULL', 'bind');
const pub = tested('PUB', 'bind', { ready });
const sub = tested('SUB', 'connect', { options: { topics: '' } });

/** All whose messages are exchanged as they are. */
const TYPES: readonly TestedSocketType[] = [
  tested('PAIR', 'connect'),
  tested('DEALER', 'connect'),
  { ...push, peer: pull },
  { ...pull, peer: push },
  { ...pub, peer: sub },
  { ...sub, peer: pub },
];

for (const type of TYPES) socketTypeConformance({ type, engine: zmtp });

/** Raw connections: over tcp and ipc alone, as its definition says. */
const stream: TestedSocketType = {
  definition: {
    type: 'STREAM',
    defaultAction: 'bind',
    sends: true,
    receives: true,
    peers: [],
    muteAction: 'block',
    raw: true,
  },
  create: (endpoint, options) => new ZMQStream(endpoint, options),
};

socketTypeConformance({ type: stream, engine: zmtp, transports: [TCP, IPC] });
