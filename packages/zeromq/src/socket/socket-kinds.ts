import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { ZMQStream } from '@zeromq-ts/stream';
import type { InnerSocket } from './inner-socket.js';

/** What is particular to a type of sockets. */
export interface SocketKind {
  readonly sends: boolean;
  readonly receives: boolean;
  /** Whether `send` waits while there is no peer. */
  readonly waits: boolean;
  /** Which of sending and receiving comes first, where they alternate. */
  readonly first?: 'send' | 'receive';
  /** SUB, XSUB: what it sends is no reason to linger. */
  readonly sendsSubscriptions?: boolean;
  /** ROUTER, STREAM: the first frame of a message is the routing id of the peer. */
  readonly prefixed?: boolean;
  /** STREAM: connections without a handshake, which options of security have no effect on. */
  readonly raw?: boolean;
  /** Names of options that sockets of other types do not have. */
  readonly options: readonly string[];
  readonly open: (options: object) => InnerSocket;
}

const ROUTING_ID = 'routingId';
const PROBE = 'probeRouter';

const inner = (socket: unknown): InnerSocket => socket as InnerSocket;

/** The types of sockets by their numbers in libzmq. */
export const SOCKET_KINDS: ReadonlyMap<number, SocketKind> = new Map<number, SocketKind>([
  [
    0,
    {
      sends: true,
      receives: true,
      waits: true,
      options: [],
      open: (options) => inner(new ZMQPair(undefined, options)),
    },
  ],
  [
    1,
    {
      sends: true,
      receives: false,
      waits: false,
      options: ['conflate', 'noDrop', 'invertMatching'],
      open: (options) => inner(new ZMQPublisher(undefined, options)),
    },
  ],
  [
    2,
    {
      sends: false,
      receives: true,
      waits: false,
      sendsSubscriptions: true,
      options: ['conflate', 'invertMatching'],
      open: (options) => inner(new ZMQSubscriber(undefined, [], options)),
    },
  ],
  [
    3,
    {
      sends: true,
      receives: true,
      waits: true,
      first: 'send',
      options: [ROUTING_ID, PROBE, 'correlate', 'relaxed'],
      open: (options) => inner(new ZMQRequest(undefined, options)),
    },
  ],
  [
    4,
    {
      sends: true,
      receives: true,
      waits: false,
      first: 'receive',
      options: [ROUTING_ID],
      open: (options) => inner(new ZMQReply(undefined, options)),
    },
  ],
  [
    5,
    {
      sends: true,
      receives: true,
      waits: true,
      options: [ROUTING_ID, PROBE, 'conflate'],
      open: (options) => inner(new ZMQDealer(undefined, options)),
    },
  ],
  [
    6,
    {
      sends: true,
      receives: true,
      waits: false,
      prefixed: true,
      options: [ROUTING_ID, PROBE, 'mandatory', 'handover'],
      open: (options) => inner(new ZMQRouter(undefined, options)),
    },
  ],
  [
    7,
    {
      sends: false,
      receives: true,
      waits: false,
      options: ['conflate'],
      open: (options) => inner(new ZMQPull(undefined, options)),
    },
  ],
  [
    8,
    {
      sends: true,
      receives: false,
      waits: true,
      options: ['conflate'],
      open: (options) => inner(new ZMQPush(undefined, options)),
    },
  ],
  [
    9,
    {
      sends: true,
      receives: true,
      waits: false,
      options: ['noDrop', 'manual', 'welcomeMessage', 'invertMatching', 'verbosity'],
      open: (options) => inner(new ZMQXPublisher(undefined, options)),
    },
  ],
  [
    10,
    {
      sends: true,
      receives: true,
      waits: false,
      sendsSubscriptions: true,
      options: [],
      open: (options) => inner(new ZMQXSubscriber(undefined, options)),
    },
  ],
  [
    11,
    {
      sends: true,
      receives: true,
      waits: false,
      raw: true,
      prefixed: true,
      options: ['notify'],
      open: (options) => inner(new ZMQStream(undefined, { notify: true, ...options })),
    },
  ],
]);
