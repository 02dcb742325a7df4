/** The types of sockets that the command line opens. */
export type SocketType =
  | 'PUB'
  | 'SUB'
  | 'REQ'
  | 'REP'
  | 'PUSH'
  | 'PULL'
  | 'DEALER'
  | 'ROUTER'
  | 'PAIR'
  | 'XPUB'
  | 'XSUB';

/** What an endpoint without `@`, `>`, `--bind` or `--connect` means, as in the API. */
export const DEFAULT_ACTION: Readonly<Record<SocketType, 'bind' | 'connect'>> = {
  PUB: 'bind',
  SUB: 'connect',
  REQ: 'connect',
  REP: 'bind',
  PUSH: 'connect',
  PULL: 'bind',
  DEALER: 'connect',
  ROUTER: 'bind',
  PAIR: 'connect',
  XPUB: 'bind',
  XSUB: 'connect',
};
