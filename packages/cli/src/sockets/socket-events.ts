import type { HandshakeFailedEvent, PeerInfo, ZMQSocket } from '@zeromq-ts/core';
import { CommandError } from '../errors/command-error.js';
import type { ExitName } from '../exit-codes.js';
import type { Report } from '../output/report.js';

/** What a peer that has sent too much is cut off with. */
const TOO_LARGE = /announced a frame of \d+ bytes; at most \d+ are accepted/u;

/** What is known of the connections of a socket. */
export interface WatchedEvents {
  readonly hadPeer: () => boolean;
  /** Why the last attempt to connect has failed. */
  readonly lastError: () => Error | undefined;
}

/** What a watcher has to know. */
export interface WatchOptions {
  /** Whether the socket has a mechanism other than NULL. */
  readonly isSecure: boolean;
  readonly onRefused?: ((error: CommandError) => void) | undefined;
}

/** Reports the events of a socket: one warning for each reason of a failed handshake, everything else with `-v`. */
export function watchEvents(socket: ZMQSocket, report: Report, { isSecure, onRefused }: WatchOptions): WatchedEvents {
  let hadPeer = false;
  let lastError: Error | undefined;
  const warned = new Set<string>();
  const bound = new Set<string>();

  const warnOfSize = (name: string, { message }: Error): void => {
    if (warned.has('size')) return;
    warned.add('size');
    report.warn(`${name} was cut off: ${message} --max-message-size takes more`);
  };

  socket.on('handshake-succeeded', ({ endpoint, peer }) => {
    hadPeer = true;
    report.event('connected', `connected ${nameOf(peer, endpoint)}`, { endpoint, ...described(peer) });
  });
  socket.on('disconnected', ({ endpoint, peer, error }) => {
    const why = error === undefined ? '' : `: ${error.message}`;
    if (error !== undefined && TOO_LARGE.test(error.message)) warnOfSize(nameOf(peer, endpoint), error);
    report.event('disconnected', `disconnected ${nameOf(peer, endpoint)}${why}`, {
      endpoint,
      ...described(peer),
      error: error?.message,
    });
  });
  socket.on('dropped', ({ reason, count, peer, endpoint }) => {
    report.event('dropped', `dropped ${count} (${reason})`, { reason, count, endpoint, ...described(peer) });
  });
  socket.on('warning', ({ reason }) => report.warn(reason));
  socket.on('connect-retried', ({ endpoint, error, interval }) => {
    if (error !== undefined) lastError = error;
    const why = error === undefined ? '' : `: ${error.message}`;
    report.event(
      'connect-retried',
      `retrying ${endpoint} in ${interval} ms${why}`,
      { endpoint, interval, error: error?.message },
      2,
    );
  });
  socket.on('accepted', ({ endpoint, peer }) => {
    report.event('accepted', `accepted ${nameOf(peer, endpoint)}`, { endpoint, ...described(peer) }, 2);
  });
  socket.on('listening', ({ endpoint }) => {
    if (endpoint !== undefined) bound.add(endpoint);
  });
  socket.on('handshake-failed', (event) => {
    const { endpoint, peer } = event;
    if (endpoint !== undefined && bound.has(endpoint) && hasLeft(event)) {
      const name = nameOf(peer, endpoint);
      report.event('handshake-failed', `${name} left before the handshake was complete`, {
        endpoint,
        ...described(peer),
      });
      return;
    }
    const error = refusal(event, isSecure);
    // Not by the peer: each connection has another port.
    const why = `${endpoint} ${reasonOf(event)}`;
    if (!warned.has(why)) {
      warned.add(why);
      // What ends the command is its error, and not a warning before.
      if (onRefused === undefined) report.warn(error.message, { endpoint: event.endpoint, code: error.code });
    }
    onRefused?.(error);
  });
  return { hadPeer: () => hadPeer, lastError: () => lastError };
}

/** A failed handshake as an error: 5 if it is about security, 6 if the peers do not fit. */
function refusal(event: HandshakeFailedEvent, isSecure: boolean): CommandError {
  const { endpoint, peer, rule, status } = event;
  const why = reasonOf(event);
  const exit = exitOf(rule, status, isSecure);
  return new CommandError(exit, `The handshake with ${nameOf(peer, endpoint)} has failed: ${why}`, {
    code: exit === 'refused' ? 'EACCES' : 'EPROTO',
    hint:
      exit === 'refused'
        ? 'compare the keys and the mechanism of both sides; zmq probe shows that of the other'
        : 'zmq probe shows what the other side is',
  });
}

function reasonOf({ reason, error }: HandshakeFailedEvent): string {
  return reason ?? error?.message ?? 'the connection ended';
}

/** Whether who has come to a bound endpoint has gone without a word: a probe, or a check of whether the port is open. */
function hasLeft({ rule, status, error }: HandshakeFailedEvent): boolean {
  const { code } = (error ?? {}) as { readonly code?: string };
  return rule === undefined && status === undefined && code === 'ECONNRESET';
}

function exitOf(rule: string | undefined, status: number | undefined, isSecure: boolean): ExitName {
  if (status !== undefined || rule?.startsWith('ERR_ZAP') === true) return 'refused';
  if (rule === 'ERR_ZMTP_MECHANISM_MISMATCH' || rule === 'ERR_ZMTP_CRYPTOGRAPHIC' || rule === 'ERR_ZMTP_KEY_EXCHANGE')
    return 'refused';
  // A server that refuses a client closes the connection, and does not say why.
  return rule === undefined && isSecure ? 'refused' : 'incompatible';
}

function nameOf(peer: PeerInfo | undefined, endpoint: string | undefined): string {
  return peer?.address ?? endpoint ?? 'a peer';
}

function described(peer: PeerInfo | undefined): Record<string, string | undefined> {
  return { peer: peer?.address, socketType: peer?.socketType, mechanism: peer?.mechanism, user: peer?.userId };
}
