/* eslint-disable typescript/unbound-method -- accessors are looked at, and not called */
import * as ours from '@zeromq-ts/zeromq';
import * as theirs from 'zeromq';
import { describe, expect, it } from 'vitest';

type AnySocket = Record<string, unknown> & { close(): void };

const CLASSES = [
  'Pair',
  'Publisher',
  'Subscriber',
  'Request',
  'Reply',
  'Dealer',
  'Router',
  'Pull',
  'Push',
  'XPublisher',
  'XSubscriber',
  'Stream',
] as const;

/** Members that are no options. */
const OTHERS = new Set(['constructor', 'events', 'context']);
/** What the npm package cannot read, and this package can. */
const ONLY_HERE = new Set(['mandatory', 'tcpAcceptFilter', 'curvePublicKey', 'curveSecretKey', 'curveServerKey']);

function make(all: object, name: string): AnySocket {
  return new ((all as Record<string, new () => AnySocket>)[name] as new () => AnySocket)();
}

/** The accessors of a socket, by name. */
function accessorsOf(socket: object): Map<string, PropertyDescriptor> {
  const found = new Map<string, PropertyDescriptor>();
  for (
    let each: object = Object.getPrototypeOf(socket);
    each !== Object.prototype;
    each = Object.getPrototypeOf(each)
  ) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(each))) {
      const isAccessor = descriptor.get !== undefined || descriptor.set !== undefined;
      if (isAccessor && !OTHERS.has(name) && !found.has(name)) found.set(name, descriptor);
    }
  }
  return found;
}

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    const { code, errno, message, constructor } = error as Error & { code?: string; errno?: number };
    return { code, errno, message, type: constructor.name };
  }
}

describe.each(CLASSES)('options of %s', (name) => {
  it('are the same properties, read and written', () => {
    const kinds = (all: object): object => {
      const socket = make(all, name);
      const entries = [...accessorsOf(socket)].map(([key, { get, set }]) => [key, { get: !!get, set: !!set }] as const);
      socket.close();
      return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    };
    expect(kinds(ours)).toEqual(kinds(theirs));
  });

  it('have the same values at first', () => {
    const values = (all: object): object => {
      const socket = make(all, name);
      const readable = [...accessorsOf(socket)].filter(([key, { get }]) => get !== undefined && !ONLY_HERE.has(key));
      const result = Object.fromEntries(readable.map(([key]) => [key, outcome(() => socket[key])]));
      socket.close();
      return result;
    };
    expect(values(ours)).toEqual(values(theirs));
  });
});

const ASSIGNED: readonly (readonly [string, unknown])[] = [
  ['linger', 0],
  ['linger', -2],
  ['linger', 1.5],
  ['linger', '5'],
  ['backlog', -1],
  ['rate', 0],
  ['recoveryInterval', -1],
  ['routingId', ''],
  ['routingId', 'worker'],
  ['routingId', Buffer.from('worker')],
  ['routingId', 'x'.repeat(256)],
  ['routingId', 5],
  ['sendHighWaterMark', -1],
  ['sendHighWaterMark', 0],
  ['heartbeatTimeToLive', 7_000_000],
  ['heartbeatTimeToLive', 250],
  ['heartbeatTimeToLive', -1],
  ['heartbeatTimeout', -1],
  ['maxMessageSize', Number.NaN],
  ['vmciBufferSize', 5],
  ['vmciConnectTimeout', 5],
  ['interface', 'x'.repeat(17)],
  ['handshakeInterval', -1],
  ['maxMessageSize', -5],
  ['maxMessageSize', 2 ** 40],
  ['tcpKeepalive', 5],
  ['tcpKeepaliveIdle', -4],
  ['reconnectInterval', -2],
  ['reconnectInterval', -1],
  ['typeOfService', 300],
  ['immediate', 1],
  ['immediate', true],
  ['plainServer', true],
  ['plainPassword', ''],
  ['plainUsername', 'user'],
  ['zapDomain', 'x'.repeat(300)],
  ['zapDomain', 'domain'],
  ['connectTimeout', -1],
  ['interface', 'lo'],
  ['receiveTimeout', -7],
  ['socksProxy', ''],
  ['socksProxy', 'proxy:1080'],
  ['multicastHops', 0],
  ['sendBufferSize', -3],
  ['affinity', 3],
  ['securityMechanism', 'plain'],
  ['lastEndpoint', 'tcp://127.0.0.1:5555'],
  ['notAnOption', 1],
];

it.each(ASSIGNED)('assigning %s = %j has the same effect, or is the same error', (name, value) => {
  const assign = (all: object): unknown => {
    const socket = make(all, 'Dealer');
    const result = outcome(() => {
      socket[name] = value;
      return [socket[name], socket['securityMechanism']];
    });
    socket.close();
    return result;
  };
  expect(assign(ours)).toEqual(assign(theirs));
});

it('options of a context are the same', () => {
  const read = (all: typeof ours | typeof theirs): object => {
    const context = new all.Context();
    const { ioThreads, maxSockets, maxSocketsLimit, maxMessageSize, ipv6, blocky } = context;
    return { ioThreads, maxSockets, maxSocketsLimit, maxMessageSize, ipv6, blocky };
  };
  expect(read(ours)).toEqual(read(theirs));
});
