import type { PeerInfo } from '@zeromq-ts/core/spi';
import type { HandshakeResult } from '../zmtp/handshake.js';

/** What the names of properties begin with that are the application's (RFC 37, "Connection Metadata"). */
const APPLICATION = 'x-';

/** The most octets that are remembered of them: a peer must not fill our memory. */
const MOST_OCTETS = 4096;

/** What is known of a peer after its handshake. What the authenticator says of it goes before what it says itself. */
export function greetedPeer(peer: PeerInfo, result: HandshakeResult): PeerInfo {
  const { socketType, routingId, mechanism, admission } = result;
  const known = { ...peer, socketType, routingId, mechanism };
  const metadata = allMetadata(result);
  const userId = admission === undefined || admission.userId === '' ? undefined : admission.userId;
  if (userId === undefined && metadata === undefined) return known;
  return { ...known, ...(userId === undefined ? {} : { userId }), ...(metadata === undefined ? {} : { metadata }) };
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
