import type { PeerInfo } from '@zeromq-ts/core/spi';
import type { HandshakeResult } from '../zmtp/handshake.js';

/** Properties that have a place of their own, or that nobody can claim for itself. */
const KNOWN: ReadonlySet<string> = new Set(['socket-type', 'identity', 'user-id', 'peer-address']);

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
  for (const [name, value] of metadata) if (!KNOWN.has(name)) all.set(name, value.toString('utf8'));
  for (const [name, value] of admission?.metadata ?? []) all.set(name.toLowerCase(), value);
  return all.size === 0 ? undefined : all;
}
