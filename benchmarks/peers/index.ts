import { LIBZMQ_IN_C } from './libzmq-in-c.js';
import {
  CONNECT_ES,
  DROP_IN,
  JSZMQ,
  NODE_NET,
  NPM_ZEROMQ,
  WS,
  ZEROMQ_TS_ON_LIBZMQ,
  ZEROMQ_TS_ON_ZMTP,
} from './on-node.js';
import type { Peer } from './peer.js';
import { PYZMQ } from './pyzmq.js';

export const PEERS: readonly Peer[] = [
  ZEROMQ_TS_ON_ZMTP,
  ZEROMQ_TS_ON_LIBZMQ,
  NPM_ZEROMQ,
  DROP_IN,
  LIBZMQ_IN_C,
  PYZMQ,
  NODE_NET,
  CONNECT_ES,
  WS,
  JSZMQ,
];
