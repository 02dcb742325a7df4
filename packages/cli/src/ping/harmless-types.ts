/**
 * The type as which a connection takes no message from a peer, nor a place that only one can have: it sends to these
 * peers, or is given only what it has asked for.
 */
const HARMLESS: Readonly<Record<string, string>> = {
  PULL: 'PUSH',
  ROUTER: 'DEALER',
  REP: 'REQ',
  PUB: 'SUB',
  XPUB: 'SUB',
  SUB: 'PUB',
  XSUB: 'PUB',
  SERVER: 'CLIENT',
};

/** The type to be for a peer of this type; `undefined` when there is none that takes nothing from it. */
export function harmlessTypeFor(peer: string): string | undefined {
  return Object.hasOwn(HARMLESS, peer) ? HARMLESS[peer] : undefined;
}
