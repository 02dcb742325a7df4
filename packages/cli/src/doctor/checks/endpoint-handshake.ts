import type { SocketOptions } from '@zeromq-ts/core';
import { handshake } from '../../handshake/handshake.js';
import { type HandshakeType, handshakeTypeFor } from '../../handshake/handshake-types.js';
import { milliseconds } from '../../probe/report.js';
import type { CheckContext, Row } from '../check.js';
import { firstMessage } from '../first-message.js';

/** What is asked of an endpoint. */
export interface EndpointQuestion {
  readonly endpoint: string;
  /** The options of the socket that will connect, with its security. */
  readonly socketOptions: SocketOptions;
  /** The type to be in the handshake. Default: one that takes nothing from the peer. */
  readonly as?: HandshakeType | undefined;
}

/** What came of a handshake. */
export interface HandshakeRow {
  readonly row: Row;
  /** The type of the peer that has accepted. */
  readonly peer?: string | undefined;
}

/** A complete handshake, if there is a type that takes nothing from the peer. */
export async function handshakeRow(
  { endpoint, socketOptions, as }: EndpointQuestion,
  { timeout, signal }: CheckContext,
  isThere: boolean,
  spoken: string | undefined,
): Promise<HandshakeRow> {
  const id = 'handshake';
  if (!isThere) return { row: { id, status: 'skip', what: 'there is no peer to make it with' } };
  const type = as ?? handshakeTypeFor(spoken);
  if (typeof type === 'object') return { row: { id, status: 'skip', what: type.none } };
  const { exit, what, ms, peer } = await handshake(endpoint, { socketOptions, as: type, timeout, signal });
  if (exit !== 'done') return { row: { id, status: 'fail', what, hint: HINTS[exit] } };
  const row: Row = { id, status: 'ok', what: `${what} in ${milliseconds(ms as number)}` };
  return { row, peer: peer?.socketType ?? spoken };
}

const HINTS: Readonly<Record<string, string>> = {
  refused: 'compare the mechanism and the keys of both sides; does the server know this public key or user?',
  incompatible: 'do the socket types of both sides fit together? With PLAIN and CURVE, a wrong key can look the same',
  timeout: 'is an authenticator (ZAP) of the server not answering?',
};

/** The first message of a publisher: of others, one that comes here is missing elsewhere. */
export async function messageRow(
  { endpoint, socketOptions }: EndpointQuestion,
  { timeout, signal }: CheckContext,
  peer: string | undefined,
): Promise<Row> {
  const id = 'message';
  if (peer !== 'PUB' && peer !== 'XPUB') {
    return { id, status: 'skip', what: 'only a publisher is asked for one: others would miss it' };
  }
  const received = await firstMessage(endpoint, socketOptions, timeout, signal);
  if (received !== undefined) {
    const { bytes, ms } = received;
    return { id, status: 'ok', what: `the first, of ${bytes} bytes, came after ${milliseconds(ms)}` };
  }
  const hint = 'does it publish? Its topics may differ from those that are subscribed to; --timeout waits longer';
  return { id, status: 'warn', what: `none in ${timeout} ms, subscribed to everything`, hint };
}
