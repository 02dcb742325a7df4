import type { Peer } from '../peers/peer.js';
import { Stage, type TransportName } from '../run/stage.js';
import type { Timing } from '../run/timing.js';
import type { Case, Figures, Scenario } from './scenario.js';
import { ROUND_TRIP, sizeText } from './scenario.js';

/** How long a message takes to another process and back. */
export async function measureRoundTrip(
  transport: TransportName,
  size: number,
  peer: Peer,
  timing: Timing,
): Promise<Figures> {
  await using stage = new Stage(peer, timing);
  const { endpoint } = await stage.bind('req-rep', 'reply', { size, endpoint: stage.endpoint(transport) });
  const request = stage.start('req-rep', 'request', { size, endpoint });
  return await stage.report<Figures>(request, 'result');
}

function one(transport: 'tcp' | 'ipc', size: number): Case {
  return {
    name: `${transport} ${sizeText(size)}`,
    metrics: ROUND_TRIP,
    size,
    quick: size === 64,
    measure: (peer, timing) => measureRoundTrip(transport, size, peer, timing),
  };
}

export const REQ_REP: Scenario = {
  name: 'req-rep',
  title: 'From a REQ to a REP in another process and back, one request after the other.',
  program: 'req-rep',
  cases: (['tcp', 'ipc'] as const).flatMap((transport) => [1, 64, 1024, 65_536].map((size) => one(transport, size))),
};
