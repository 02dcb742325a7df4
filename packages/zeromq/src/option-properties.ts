import { Context } from './context.js';
import { Dealer } from './socket/dealer.js';
import { Pair } from './socket/pair.js';
import { Publisher } from './socket/publisher.js';
import { Pull } from './socket/pull.js';
import { Push } from './socket/push.js';
import { Reply } from './socket/reply.js';
import { Request } from './socket/request.js';
import { Router } from './socket/router.js';
import { Socket } from './socket/socket.js';
import { Stream } from './socket/stream.js';
import { Subscriber } from './socket/subscriber.js';
import { XPublisher } from './socket/x-publisher.js';
import { XSubscriber } from './socket/x-subscriber.js';

type Kind = 'Bool' | 'Int32' | 'Uint32' | 'Int64' | 'Uint64' | 'String';
type Access = 'read' | 'write';
type Target = { readonly prototype: object };
type Accessors = Record<string, (option: number, value?: unknown) => unknown>;

const MECHANISMS = [null, 'plain', 'curve', 'gssapi'] as const;

/** Makes an option, by its number in libzmq, a property. */
function define(targets: readonly Target[], name: string, option: number, kind: Kind, only?: Access): void {
  const descriptor: PropertyDescriptor = { configurable: true };
  if (only !== 'write') {
    descriptor.get = function get(this: Accessors) {
      return this[`get${kind}Option`]?.(option);
    };
  }
  if (only !== 'read') {
    descriptor.set = function set(this: Accessors, value: unknown) {
      this[`set${kind}Option`]?.(option, value);
    };
  }
  for (const { prototype } of targets) Object.defineProperty(prototype, name, descriptor);
}

const WRITABLE = [Pair, Publisher, Request, Reply, Dealer, Router, Push, XPublisher, XSubscriber, Stream];
const READABLE = [Pair, Subscriber, Request, Reply, Dealer, Router, Pull, XPublisher, XSubscriber, Stream];

define([Context], 'ioThreads', 1, 'Int32');
define([Context], 'maxSockets', 2, 'Int32');
define([Context], 'maxSocketsLimit', 3, 'Int32', 'read');
define([Context], 'threadPriority', 3, 'Int32', 'write');
define([Context], 'threadSchedulingPolicy', 4, 'Int32', 'write');
define([Context], 'maxMessageSize', 5, 'Int32');
define([Context], 'ipv6', 42, 'Bool');
define([Context], 'blocky', 70, 'Bool');

define(WRITABLE, 'sendBufferSize', 11, 'Int32');
define(WRITABLE, 'sendHighWaterMark', 23, 'Int32');
define(WRITABLE, 'sendTimeout', 28, 'Int32');
define(WRITABLE, 'multicastHops', 25, 'Int32');
define(READABLE, 'receiveBufferSize', 12, 'Int32');
define(READABLE, 'receiveHighWaterMark', 24, 'Int32');
define(READABLE, 'receiveTimeout', 27, 'Int32');

define([Socket], 'affinity', 4, 'Uint64');
define([Request, Reply, Router, Dealer], 'routingId', 5, 'String');
define([Socket], 'rate', 8, 'Int32');
define([Socket], 'recoveryInterval', 9, 'Int32');
define([Socket], 'type', 16, 'Int32', 'read');
define([Socket], 'linger', 17, 'Int32');
define([Socket], 'reconnectInterval', 18, 'Int32');
define([Socket], 'backlog', 19, 'Int32');
define([Socket], 'reconnectMaxInterval', 21, 'Int32');
define([Socket], 'maxMessageSize', 22, 'Int64');
define([Socket], 'lastEndpoint', 32, 'String', 'read');
define([Router], 'mandatory', 33, 'Bool');
define([Socket], 'tcpKeepalive', 34, 'Int32');
define([Socket], 'tcpKeepaliveCount', 35, 'Int32');
define([Socket], 'tcpKeepaliveIdle', 36, 'Int32');
define([Socket], 'tcpKeepaliveInterval', 37, 'Int32');
define([Socket], 'tcpAcceptFilter', 38, 'String');
define([Socket], 'immediate', 39, 'Bool');
define([Socket], 'ipv6', 42, 'Bool');
define([Socket], 'plainServer', 44, 'Bool');
define([Socket], 'plainUsername', 45, 'String');
define([Socket], 'plainPassword', 46, 'String');
define([Socket], 'curveServer', 47, 'Bool');
define([Socket], 'curvePublicKey', 48, 'String');
define([Socket], 'curveSecretKey', 49, 'String');
define([Socket], 'curveServerKey', 50, 'String');
define([Router, Dealer, Request], 'probeRouter', 51, 'Bool', 'write');
define([Request], 'correlate', 52, 'Bool', 'write');
define([Request], 'relaxed', 53, 'Bool', 'write');
define([Pull, Push, Subscriber, Publisher, Dealer], 'conflate', 54, 'Bool', 'write');
define([Socket], 'zapDomain', 55, 'String');
define([Router], 'handover', 56, 'Bool', 'write');
define([Socket], 'typeOfService', 57, 'Uint32');
define([Socket], 'handshakeInterval', 66, 'Int32');
define([Socket], 'socksProxy', 68, 'String');
define([XPublisher, Publisher], 'noDrop', 69, 'Bool', 'write');
define([XPublisher], 'manual', 71, 'Bool', 'write');
define([XPublisher], 'welcomeMessage', 72, 'String', 'write');
define([Stream], 'notify', 73, 'Bool', 'write');
define([Publisher, Subscriber, XPublisher], 'invertMatching', 74, 'Bool');
define([Socket], 'heartbeatInterval', 75, 'Int32');
define([Socket], 'heartbeatTimeToLive', 76, 'Int32');
define([Socket], 'heartbeatTimeout', 77, 'Int32');
define([Socket], 'connectTimeout', 79, 'Int32');
define([Socket], 'tcpMaxRetransmitTimeout', 80, 'Int32');
define([Socket], 'threadSafe', 81, 'Bool', 'read');
define([Socket], 'multicastMaxTransportDataUnit', 84, 'Int32');
define([Socket], 'vmciBufferSize', 85, 'Uint64');
define([Socket], 'vmciBufferMinSize', 86, 'Uint64');
define([Socket], 'vmciBufferMaxSize', 87, 'Uint64');
define([Socket], 'vmciConnectTimeout', 88, 'Int32');
define([Socket], 'interface', 92, 'String');
define([Socket], 'zapEnforceDomain', 93, 'Bool');
define([Socket], 'loopbackFastPath', 94, 'Bool');

Object.defineProperty(Socket.prototype, 'securityMechanism', {
  configurable: true,
  get(this: { getInt32Option(option: number): number }) {
    return MECHANISMS[this.getInt32Option(43)];
  },
});
