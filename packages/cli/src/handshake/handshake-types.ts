import { harmlessTypeFor } from '../ping/harmless-types.js';

/** Types that take nothing from a peer which accepts them, in the order in which they are tried. */
export const HARMLESS_TYPES = ['REQ', 'SUB', 'PUSH', 'PUB'] as const;

/** The types that a handshake can be made as. */
export const HANDSHAKE_TYPES = [...HARMLESS_TYPES, 'DEALER'] as const;

/** A type that a handshake can be made as. */
export type HandshakeType = (typeof HANDSHAKE_TYPES)[number];

/**
 * The type to be for a peer of this type, which takes nothing from it.
 *
 * @returns `undefined` to try several, when the type of the peer is not known; a text when there is none.
 */
export function handshakeTypeFor(peer: string | undefined): HandshakeType | { readonly none: string } | undefined {
  if (peer === undefined) return undefined;
  const type = HANDSHAKE_TYPES.find((each) => each === harmlessTypeFor(peer));
  return type ?? { none: `a ${peer} would give its messages to the connection, or its only place` };
}
