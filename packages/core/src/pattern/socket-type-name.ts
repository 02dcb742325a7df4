import type { SocketTypes } from '../socket/socket-types.js';

/** The names of the socket types that the wire protocol defines (RFC 37, "The Socket-Type Property"). */
type RfcSocketTypeName =
  | 'REQ'
  | 'REP'
  | 'PUB'
  | 'SUB'
  | 'XPUB'
  | 'XSUB'
  | 'PUSH'
  | 'PULL'
  | 'DEALER'
  | 'ROUTER'
  | 'PAIR';

/** The wire names of socket types: those of RFC 37, and those that packages add to {@link SocketTypes}. */
export type SocketTypeName =
  // oxlint-disable-next-line typescript/no-redundant-type-constituents -- never here, and not where a pattern is imported
  RfcSocketTypeName | keyof SocketTypes;
