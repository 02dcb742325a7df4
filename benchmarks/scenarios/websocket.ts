import { measureOneWay } from './one-way.js';
import { measureRoundTrip } from './req-rep.js';
import type { Case, Scenario } from './scenario.js';
import { MESSAGES, ROUND_TRIP, sizeText } from './scenario.js';

/** tcp is measured beside it, in the same run, for the engine alone. */
const OVER_TCP = ['zmtp'];

function oneWay(transport: 'ws' | 'tcp', size: number): Case {
  return {
    name: `PUSH/PULL ${transport} ${sizeText(size)}`,
    metrics: [MESSAGES],
    size,
    quick: true,
    ...(transport === 'tcp' ? { peers: OVER_TCP } : {}),
    measure: (peer, timing) => measureOneWay({ transport, size, frames: 1, bulk: false }, peer, timing),
  };
}

function roundTrip(transport: 'ws' | 'tcp', size: number): Case {
  return {
    name: `REQ/REP ${transport} ${sizeText(size)}`,
    metrics: ROUND_TRIP,
    size,
    quick: true,
    ...(transport === 'tcp' ? { peers: OVER_TCP } : {}),
    measure: (peer, timing) => measureRoundTrip(transport, size, peer, timing),
  };
}

export const WEBSOCKET: Scenario = {
  name: 'websocket',
  title:
    'Over ws:// between two processes: one `await send` and one `await receive` for each message, then one request after the other. `ws` is the package `ws` alone, without ZeroMQ: one `send` for each message.',
  program: 'websocket',
  against: ['ws', 'npm zeromq', 'jszmq'],
  cases: [
    ...[64, 1024, 65_536].flatMap((size) => (['ws', 'tcp'] as const).map((transport) => oneWay(transport, size))),
    ...(['ws', 'tcp'] as const).map((transport) => roundTrip(transport, 64)),
  ],
};
