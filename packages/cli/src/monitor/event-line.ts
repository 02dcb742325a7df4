import type { PeerInfo, SocketEvent, SocketEventName } from '@zeromq-ts/core';
import { jsonLine } from '../output/json-line.js';
import { printable, printableText } from '../output/printable.js';

/** An event as any of them may be. */
export interface AnyEvent extends SocketEvent {
  readonly reason?: string | undefined;
  readonly status?: number | undefined;
  readonly rule?: string | undefined;
  readonly interval?: number | undefined;
  readonly count?: number | undefined;
}

/** An event as a line for a person: the time, the name, where, who, and why. */
export function textLine(name: SocketEventName, event: AnyEvent, now: Date): string {
  const { endpoint, peer, interval, count } = event;
  const words = [now.toISOString(), name];
  if (endpoint !== undefined) words.push(printable(endpoint));
  const about = peerWords(peer);
  if (about.length > 0) words.push(`(${about.join(', ')})`);
  if (interval !== undefined) words.push(`in ${interval} ms`);
  if (count !== undefined) words.push(`${count}`);
  const why = whyOf(event);
  return why === undefined ? words.join(' ') : `${words.join(' ')}: ${printableText(why)}`;
}

/** The same as a JSON object. */
export function jsonEvent(name: SocketEventName, event: AnyEvent, now: Date): string {
  const { endpoint, peer, interval, count, status, rule } = event;
  return jsonLine({
    t: now.toISOString(),
    event: name,
    endpoint,
    peer: peer === undefined ? undefined : peerJson(peer),
    interval,
    count,
    status,
    rule,
    reason: event.reason,
    error: event.error?.message,
  });
}

/** The names of libzmq's events, as zmonitor of CZMQ writes them; others have none. */
const CZMQ_NAMES: Readonly<Partial<Record<SocketEventName, string>>> = {
  listening: 'LISTENING',
  accepted: 'ACCEPTED',
  connected: 'CONNECTED',
  'connect-delayed': 'CONNECT_DELAYED',
  'connect-retried': 'CONNECT_RETRIED',
  disconnected: 'DISCONNECTED',
  'handshake-succeeded': 'HANDSHAKE_SUCCEEDED',
  'handshake-failed': 'HANDSHAKE_FAILED_NO_DETAIL',
  'bind-failed': 'BIND_FAILED',
  closed: 'CLOSED',
};

/** Name, value and endpoint, with tabs between them; `undefined` for an event that libzmq does not have. */
export function czmqLine(
  name: SocketEventName,
  { endpoint = '', status, rule, interval = 0 }: AnyEvent,
): string | undefined {
  if (name !== 'handshake-failed') {
    const known = CZMQ_NAMES[name];
    return known === undefined ? undefined : `${known}\t${interval}\t${printable(endpoint)}`;
  }
  // With a status it is the answer of an authenticator, with a rule an error of the protocol.
  if (status !== undefined) return `HANDSHAKE_FAILED_AUTH\t${status}\t${printable(endpoint)}`;
  return `HANDSHAKE_FAILED_${rule === undefined ? 'NO_DETAIL' : 'PROTOCOL'}\t0\t${printable(endpoint)}`;
}

function whyOf({ error, reason }: AnyEvent): string | undefined {
  return error?.message ?? reason;
}

function peerWords(peer: PeerInfo | undefined): readonly string[] {
  if (peer === undefined) return [];
  const { address, socketType, mechanism, userId, routingId } = peer;
  const known = [address, socketType, mechanism === 'NULL' ? undefined : mechanism, userId, routingId];
  return known.filter((word) => word !== undefined && word.length > 0).map((word) => printable(word as string));
}

function peerJson({ address, socketType, mechanism, userId, routingId }: PeerInfo): Readonly<Record<string, unknown>> {
  return {
    address,
    socketType,
    mechanism,
    userId,
    routingId: routingId === undefined ? undefined : printable(routingId),
  };
}
