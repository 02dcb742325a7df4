import type { SocketTypeName } from '@zeromq-ts/core/spi';
import { errorCommand } from './command.js';
import { encodeMetadata, type Metadata } from './metadata.js';
import { ProtocolError } from './protocol-error.js';
import { sizeProperties } from './size-property.js';

/** The types whose peers look at their Identity; that of any other is ignored (RFC 37, "The Identity Property"). */
const WITH_IDENTITY: ReadonlySet<string> = new Set(['REQ', 'DEALER', 'ROUTER']);
const MAX_IDENTITY_BYTES = 255;

/**
 * The metadata by which a socket presents itself.
 *
 * @param identity Its routing id, empty if it has none; undefined for a type that does not tell any.
 * @param maxMessageSize Its option; told only when there is a limit.
 */
export function ownMetadata(type: SocketTypeName, identity: Uint8Array | undefined, maxMessageSize = Infinity): Buffer {
  const socketType = ['Socket-Type', Buffer.from(type, 'latin1')] as const;
  const size = sizeProperties(maxMessageSize);
  if (identity === undefined) return encodeMetadata([socketType, ...size]);
  return encodeMetadata([socketType, ['Identity', identity], ...size]);
}

/**
 * Reads the socket type of the peer, and checks that it fits. A peer that does not tell its type is taken on trust, as
 * libzmq does: the RFC says no more than that it should.
 *
 * @throws ProtocolError with an ERROR command when it does not fit.
 */
export function peerSocketType(
  metadata: Metadata,
  local: SocketTypeName,
  peers: readonly SocketTypeName[],
): SocketTypeName | undefined {
  const value = metadata.get('socket-type');
  if (value === undefined) return undefined;
  const type = value.toString('latin1');
  const known = peers.find((peer) => peer === type);
  if (known !== undefined) return known;
  const reason = `Invalid socket type: a ${local} takes ${peers.join(', ')}`;
  throw new ProtocolError(
    `The peer is ${/^[A-Z]{1,12}$/.test(type) ? `a ${type}` : 'of an unknown socket type'}; ` +
      `a ${local} takes ${peers.join(', ')}.`,
    errorCommand(reason),
  ).of('ERR_ZMTP_INVALID_METADATA');
}

/**
 * Reads the routing id of the peer; `undefined` when it has none.
 *
 * @throws ProtocolError when it is too long, or begins like the ids that a ROUTER makes up itself.
 */
export function peerRoutingId(metadata: Metadata, type: SocketTypeName | undefined): Buffer | undefined {
  if (type !== undefined && !WITH_IDENTITY.has(type)) return undefined;
  const identity = metadata.get('identity');
  if (identity === undefined || identity.length === 0) return undefined;
  if (identity.length > MAX_IDENTITY_BYTES) {
    throw new ProtocolError(`The Identity of the peer has ${identity.length} bytes; the maximum is 255.`).of(
      'ERR_ZMTP_INVALID_METADATA',
    );
  }
  if (identity[0] === 0)
    throw new ProtocolError('The Identity of the peer begins with a zero byte, which is reserved.').of(
      'ERR_ZMTP_INVALID_METADATA',
    );
  // A copy, and not in the pool of Node: it lies in the command, which can be 64 KiB, as the pool can (Node 26), and is
  // known for as long as the peer is there.
  const copy = Buffer.allocUnsafeSlow(identity.length);
  copy.set(identity);
  return copy;
}
