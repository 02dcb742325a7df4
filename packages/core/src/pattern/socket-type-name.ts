/** The wire names of the socket types of this family (RFC 37, "The Socket-Type Property"). */
export type SocketTypeName =
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
