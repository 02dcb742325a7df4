import type { Peer } from '../peers/peer.js';
import { Stage } from '../run/stage.js';
import type { Timing } from '../run/timing.js';
import type { Figures, Scenario } from './scenario.js';
import { MESSAGES, ROUND_TRIP, sizeText, strideOf } from './scenario.js';

async function measure(part: string, size: number, peer: Peer, timing: Timing): Promise<Figures> {
  await using stage = new Stage(peer, timing);
  return await stage.report<Figures>(stage.start('inproc', part, { size, stride: strideOf(size) }), 'result');
}

export const INPROC: Scenario = {
  name: 'inproc',
  title: 'Within one process: in C and Python between two threads, on Node in one.',
  program: 'inproc',
  cases: [
    ...[10, 1024].map((size) => ({
      name: `PUSH/PULL ${sizeText(size)}`,
      metrics: [MESSAGES],
      size,
      quick: size === 10,
      measure: (peer: Peer, timing: Timing) => measure('pushPull', size, peer, timing),
    })),
    {
      name: 'REQ/REP 64 B',
      metrics: ROUND_TRIP,
      quick: true,
      measure: (peer, timing) => measure('reqRep', 64, peer, timing),
    },
  ],
};
