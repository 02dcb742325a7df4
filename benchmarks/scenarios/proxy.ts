import type { Peer } from '../peers/peer.js';
import { Stage } from '../run/stage.js';
import type { Timing } from '../run/timing.js';
import type { Case, Figures, Scenario } from './scenario.js';
import { MESSAGES, ROUND_TRIP, sizeText, strideOf } from './scenario.js';

const OURS = ['zmtp', 'libzmq'];

/** Who stands between the two ends: nothing, the proxy of the library, or a loop that anybody would write. */
type Between = 'direct' | 'proxy' | 'by hand';

async function measureStreamer(between: Between, size: number, peer: Peer, timing: Timing): Promise<Figures> {
  await using stage = new Stage(peer, timing);
  const values = { size, frames: 1, stride: strideOf(size) };
  const sink = await stage.bind('push-pull', 'pull', { ...values, endpoint: stage.endpoint('tcp') });
  const endpoint = await bindBetween(stage, between, 'streamer', sink.endpoint);
  stage.start('push-pull', 'push', { ...values, endpoint });
  return await stage.report<Figures>(sink.binder, 'result');
}

async function measureQueue(between: Between, size: number, peer: Peer, timing: Timing): Promise<Figures> {
  await using stage = new Stage(peer, timing);
  const server = await stage.bind('req-rep', 'reply', { size, endpoint: stage.endpoint('tcp') });
  const endpoint = await bindBetween(stage, between, 'queue', server.endpoint);
  const request = stage.start('req-rep', 'request', { size, endpoint });
  return await stage.report<Figures>(request, 'result');
}

/** @returns where the sending end connects. */
async function bindBetween(stage: Stage, between: Between, device: string, backend: string): Promise<string> {
  if (between === 'direct') return backend;
  const part = between === 'proxy' ? device : `${device}ByHand`;
  const { endpoint } = await stage.bind('proxy', part, { endpoint: stage.endpoint('tcp'), backend });
  return endpoint;
}

const BETWEEN: readonly Between[] = ['direct', 'proxy', 'by hand'];

function peersOf(between: Between): Pick<Case, 'peers'> {
  return between === 'by hand' ? { peers: OURS } : {};
}

/** The rate through a proxy beside the direct one, and the latency that it adds; `zmq_proxy` in C is a peer, and the npm package runs it (PX-19). */
export const PROXY: Scenario = {
  name: 'proxy',
  title:
    'Through a proxy in a process of its own: from a PUSH to a PULL by a streamer, and from a REQ to a REP and back by a queue.',
  program: 'proxy',
  cases: [
    ...[10, 1024].flatMap((size) =>
      BETWEEN.map((between): Case => ({
        name: `streamer ${sizeText(size)}, ${between}`,
        metrics: [MESSAGES],
        size,
        quick: true,
        ...peersOf(between),
        measure: (peer, timing) => measureStreamer(between, size, peer, timing),
      })),
    ),
    ...BETWEEN.map((between): Case => ({
      name: `queue 64 B, ${between}`,
      metrics: ROUND_TRIP,
      size: 64,
      quick: true,
      ...peersOf(between),
      measure: (peer, timing) => measureQueue(between, 64, peer, timing),
    })),
  ],
};
