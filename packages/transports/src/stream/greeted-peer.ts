import type { PeerInfo } from '@zeromq-ts/core/spi';
import type { HandshakeResult } from '../zmtp/handshake.js';

/** What the names of properties begin with that are the application's (RFC 37, "Connection Metadata"). */
const APPLICATION = 'x-';

/** The most octets that are remembered of them: a peer must not fill our memory. */
const MOST_OCTETS = 4096;

/**
 * What is known of a peer after its handshake: one object for the events of its connection and for all its messages, so
 * it is frozen. What the authenticator says of it goes before what it says itself.
 */
export function greetedPeer(peer: PeerInfo, result: HandshakeResult): PeerInfo {
  const { socketType, mechanism, admission } = result;
  // A copy: the handshake may lie in a large block, and messages that are kept keep this object.
  const routingId = result.routingId === undefined ? undefined : copyOf(result.routingId);
  const metadata = allMetadata(result);
  const userId = admission === undefined || admission.userId === '' ? undefined : admission.userId;
  return Object.freeze({
    ...peer,
    socketType,
    routingId,
    mechanism,
    ...(userId === undefined ? {} : { userId }),
    ...(metadata === undefined ? {} : { metadata }),
  });
}

function allMetadata({ metadata, admission }: HandshakeResult): ReadonlyMap<string, string> | undefined {
  const all = new Map<string, string>();
  let octets = 0;
  for (const [name, value] of metadata) {
    if (!name.startsWith(APPLICATION)) continue;
    octets += name.length + value.byteLength;
    if (octets > MOST_OCTETS) break;
    all.set(name, value.toString('utf8'));
  }
  for (const [name, value] of admission?.metadata ?? []) all.set(name.toLowerCase(), value);
  return all.size === 0 ? undefined : all;
}

function copyOf(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.byteLength);
  copy.set(bytes);
  return copy;
}
