import { measureOneWay } from './one-way.js';
import { measureRoundTrip } from './req-rep.js';
import type { Case, Scenario } from './scenario.js';
import { MESSAGES, ROUND_TRIP, sizeText } from './scenario.js';

const SIZES = [10, 128, 1024, 16_384, 65_536, 1_048_576];
/** Of a round trip: larger messages are a matter of throughput. */
const SMALL = 65_536;
const PEERS = ['drop-in', 'npm zeromq'];
/** Of a round trip: `node:net` shows what remains without any protocol. */
const PEERS_AND_FLOOR = [...PEERS, 'node:net'];

const oneWay = SIZES.map((size): Case => ({
  name: `PUSH/PULL ${sizeText(size)}`,
  metrics: [MESSAGES],
  size,
  quick: size !== 16_384,
  peers: PEERS,
  measure: (peer, timing) => measureOneWay({ transport: 'tcp', size, frames: 1, bulk: false }, peer, timing),
}));

const roundTrips = SIZES.filter((size) => size <= SMALL).map((size): Case => ({
  name: `REQ/REP ${sizeText(size)}`,
  metrics: ROUND_TRIP,
  size,
  quick: size === 10,
  peers: PEERS_AND_FLOOR,
  measure: (peer, timing) => measureRoundTrip('tcp', size, peer, timing),
}));

export const DROP_IN: Scenario = {
  name: 'drop-in',
  title: 'The same programs on the npm package `zeromq` and on `@zeromq-ts/zeromq`, over tcp.',
  program: 'drop-in',
  cases: [...oneWay, ...roundTrips],
};
