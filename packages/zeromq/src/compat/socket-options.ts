import type { Socket } from '../drop-in.js';
import * as zmq from './constants.js';

/** An option as a property of the socket of version 6. */
interface Property {
  readonly name: string;
  readonly kind: 'value' | 'flag' | 'not';
  readonly access?: 'read' | 'write';
}

interface TextOptions {
  getStringOption(option: number): string | null;
  setStringOption(option: number, value: unknown): void;
}

type Properties = Record<string, unknown>;

const PROPERTIES: ReadonlyMap<number, Property> = new Map([
  [zmq.ZMQ_AFFINITY, { name: 'affinity', kind: 'value' }],
  [zmq.ZMQ_RATE, { name: 'rate', kind: 'value' }],
  [zmq.ZMQ_RECOVERY_IVL, { name: 'recoveryInterval', kind: 'value' }],
  [zmq.ZMQ_SNDBUF, { name: 'sendBufferSize', kind: 'value' }],
  [zmq.ZMQ_RCVBUF, { name: 'receiveBufferSize', kind: 'value' }],
  [zmq.ZMQ_TYPE, { name: 'type', kind: 'value', access: 'read' }],
  [zmq.ZMQ_LINGER, { name: 'linger', kind: 'value' }],
  [zmq.ZMQ_RECONNECT_IVL, { name: 'reconnectInterval', kind: 'value' }],
  [zmq.ZMQ_BACKLOG, { name: 'backlog', kind: 'value' }],
  [zmq.ZMQ_RECONNECT_IVL_MAX, { name: 'reconnectMaxInterval', kind: 'value' }],
  [zmq.ZMQ_MAXMSGSIZE, { name: 'maxMessageSize', kind: 'value' }],
  [zmq.ZMQ_SNDHWM, { name: 'sendHighWaterMark', kind: 'value' }],
  [zmq.ZMQ_RCVHWM, { name: 'receiveHighWaterMark', kind: 'value' }],
  [zmq.ZMQ_MULTICAST_HOPS, { name: 'multicastHops', kind: 'value' }],
  [zmq.ZMQ_RCVTIMEO, { name: 'receiveTimeout', kind: 'value' }],
  [zmq.ZMQ_SNDTIMEO, { name: 'sendTimeout', kind: 'value' }],
  [zmq.ZMQ_IPV4ONLY, { name: 'ipv6', kind: 'not' }],
  [zmq.ZMQ_LAST_ENDPOINT, { name: 'lastEndpoint', kind: 'value', access: 'read' }],
  [zmq.ZMQ_ROUTER_MANDATORY, { name: 'mandatory', kind: 'flag' }],
  [zmq.ZMQ_TCP_KEEPALIVE, { name: 'tcpKeepalive', kind: 'value' }],
  [zmq.ZMQ_TCP_KEEPALIVE_CNT, { name: 'tcpKeepaliveCount', kind: 'value' }],
  [zmq.ZMQ_TCP_KEEPALIVE_IDLE, { name: 'tcpKeepaliveIdle', kind: 'value' }],
  [zmq.ZMQ_TCP_KEEPALIVE_INTVL, { name: 'tcpKeepaliveInterval', kind: 'value' }],
  [zmq.ZMQ_TCP_ACCEPT_FILTER, { name: 'tcpAcceptFilter', kind: 'value', access: 'write' }],
  [zmq.ZMQ_DELAY_ATTACH_ON_CONNECT, { name: 'immediate', kind: 'flag' }],
  [zmq.ZMQ_IPV6, { name: 'ipv6', kind: 'flag' }],
  [zmq.ZMQ_PLAIN_SERVER, { name: 'plainServer', kind: 'flag' }],
  [zmq.ZMQ_PLAIN_USERNAME, { name: 'plainUsername', kind: 'value' }],
  [zmq.ZMQ_PLAIN_PASSWORD, { name: 'plainPassword', kind: 'value' }],
  [zmq.ZMQ_CURVE_SERVER, { name: 'curveServer', kind: 'flag' }],
  [zmq.ZMQ_CURVE_PUBLICKEY, { name: 'curvePublicKey', kind: 'value' }],
  [zmq.ZMQ_CURVE_SECRETKEY, { name: 'curveSecretKey', kind: 'value' }],
  [zmq.ZMQ_CURVE_SERVERKEY, { name: 'curveServerKey', kind: 'value' }],
  [zmq.ZMQ_ZAP_DOMAIN, { name: 'zapDomain', kind: 'value' }],
  [zmq.ZMQ_ROUTER_HANDOVER, { name: 'handover', kind: 'flag', access: 'write' }],
  [zmq.ZMQ_HEARTBEAT_IVL, { name: 'heartbeatInterval', kind: 'value' }],
  [zmq.ZMQ_HEARTBEAT_TTL, { name: 'heartbeatTimeToLive', kind: 'value' }],
  [zmq.ZMQ_HEARTBEAT_TIMEOUT, { name: 'heartbeatTimeout', kind: 'value' }],
  [zmq.ZMQ_CONNECT_TIMEOUT, { name: 'connectTimeout', kind: 'value' }],
]);

const MECHANISMS = [null, 'plain', 'curve', 'gssapi'];

/** Sets an option by its number. @throws Error for one that there is not. */
export function setOption(socket: Socket, option: number, value: unknown): void {
  if (option === zmq.ZMQ_SUBSCRIBE || option === zmq.ZMQ_UNSUBSCRIBE) {
    const change = option === zmq.ZMQ_SUBSCRIBE ? 'subscribe' : 'unsubscribe';
    (socket as unknown as Record<typeof change, (topic: unknown) => void>)[change](value);
    return;
  }
  // Sockets of every type have one, also those for which it is no property.
  if (option === zmq.ZMQ_IDENTITY) {
    (socket as unknown as TextOptions).setStringOption(option, value);
    return;
  }
  if (option === zmq.ZMQ_XPUB_VERBOSE) {
    (socket as unknown as Properties)['verbosity'] = value ? 'allSubs' : null;
    return;
  }
  refuseUnsupported(option);
  const property = PROPERTIES.get(option);
  if (property === undefined || property.access === 'read') throw new Error('Unknown option');
  const { name, kind } = property;
  const properties = socket as unknown as Properties;
  if (kind === 'flag') properties[name] = Boolean(value);
  else properties[name] = kind === 'not' ? !value : value;
}

/** Reads an option by its number. @throws Error for one that there is not. */
export function getOption(socket: Socket, option: number): string | number | boolean | null {
  if (option === zmq.ZMQ_EVENTS) {
    return (socket.readable ? zmq.ZMQ_POLLIN : 0) | (socket.writable ? zmq.ZMQ_POLLOUT : 0);
  }
  if (option === zmq.ZMQ_IDENTITY) return (socket as unknown as TextOptions).getStringOption(option);
  if (option === zmq.ZMQ_MECHANISM) return Math.max(0, MECHANISMS.indexOf(socket.securityMechanism));
  if (option === zmq.ZMQ_XPUB_VERBOSE) throw new Error('Reading ZMQ_XPUB_VERBOSE is not supported');
  if (option === zmq.ZMQ_RCVMORE) throw new Error('ZMQ_RCVMORE is not supported in compatibility mode');
  if (option === zmq.ZMQ_FD) throw new Error('ZMQ_FD is not supported in compatibility mode');
  refuseUnsupported(option);
  const property = PROPERTIES.get(option);
  if (property === undefined || property.access === 'write') throw new Error('Unknown option');
  const value = (socket as unknown as Properties)[property.name] as string | number | boolean | null;
  if (property.kind === 'flag') return value ? 1 : 0;
  return property.kind === 'not' ? !value : value;
}

function refuseUnsupported(option: number): void {
  if (option === zmq.ZMQ_ROUTER_RAW) throw new Error('ZMQ_ROUTER_RAW is not supported in compatibility mode');
}
