import type { PeerInfo } from '@zeromq-ts/core/spi';
import type { SecurityResult } from '../zmtp/security-handshake.js';
import { SIZE_PROPERTY } from '../zmtp/size-property.js';

/** What the names of properties begin with that are the application's (RFC 37, "Connection Metadata"). */
const APPLICATION = 'x-';

/** The most bytes that are remembered of them: a peer must not fill our memory. */
const MAX_CLAIMED_BYTES = 4096;

/**
 * What is known of a peer after its handshake: one object for the events of its connection and for all its messages, so
 * it is frozen. What the authenticator says of it and what it says itself are kept apart.
 */
export function peerInfoOf(peer: PeerInfo, result: SecurityResult): PeerInfo {
  const { socketType, mechanism, admission } = result;
  // A copy: the handshake may lie in a large block, and messages that are kept keep this object.
  const routingId = result.routingId === undefined ? undefined : copyOf(result.routingId);
  const metadata = saidByAuthenticator(result);
  const claimedMetadata = claimedByPeer(result);
  const userId = admission === undefined || admission.userId === '' ? undefined : admission.userId;
  return Object.freeze({
    ...peer,
    socketType,
    routingId,
    mechanism,
    ...(userId === undefined ? {} : { userId }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(claimedMetadata === undefined ? {} : { claimedMetadata }),
  });
}

function saidByAuthenticator({ admission }: SecurityResult): ReadonlyMap<string, string> | undefined {
  if (admission === undefined || admission.metadata.size === 0) return undefined;
  return new Map(Array.from(admission.metadata, ([name, value]) => [name.toLowerCase(), value]));
}

function claimedByPeer({ metadata }: SecurityResult): ReadonlyMap<string, string> | undefined {
  const claimed = new Map<string, string>();
  let bytes = 0;
  for (const [name, value] of metadata) {
    if (!name.startsWith(APPLICATION) || name === SIZE_PROPERTY) continue;
    bytes += name.length + value.byteLength;
    if (bytes > MAX_CLAIMED_BYTES) break;
    claimed.set(name, value.toString('utf8'));
  }
  return claimed.size === 0 ? undefined : claimed;
}

function copyOf(bytes: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.byteLength);
  copy.set(bytes);
  return copy;
}
