import type { Peer } from '../peers/peer.js';
import type { Case, Figures, Scenario } from '../scenarios/scenario.js';
import { median } from '../report/median.js';
import { Progress } from './progress.js';
import type { Series } from './results.js';
import type { Timing } from './timing.js';

/** The engines of this project. */
const OURS = ['zmtp', 'libzmq'];

/** A case, and who takes part in it. */
export interface Planned {
  readonly scenario: Scenario;
  readonly case: Case;
  readonly peers: readonly Peer[];
}

/**
 * Measures case by case, and in each of them round by round all peers in turn; every round begins with another peer.
 *
 * @param done Gets what a case has given.
 * @param lost Hears of a peer of others that has failed in a case, in which it takes part no more. Ours must not fail.
 */
export async function runCases(
  plan: readonly Planned[],
  timing: Timing,
  done: (series: readonly Series[]) => void,
  lost: (peer: Peer, planned: Planned, error: Error) => void,
): Promise<void> {
  const roundsOf = (planned: Planned): number => (planned.case.once === true ? 1 : timing.rounds);
  const progress = new Progress(plan.reduce((sum, planned) => sum + planned.peers.length * roundsOf(planned), 0));
  for (const planned of plan) {
    const figures = new Map<Peer, Figures[]>(planned.peers.map((peer) => [peer, []]));
    const rounds = roundsOf(planned);
    for (let round = 0; round < rounds; round++) {
      for (const [index] of planned.peers.entries()) {
        const peer = planned.peers[(index + round) % planned.peers.length] as Peer;
        const what = `${planned.scenario.name} ${planned.case.name}, round ${round + 1} of ${rounds}: ${peer.name}`;
        progress.step(what, index === 0 && round === 0);
        if (!figures.has(peer)) continue;
        try {
          figures.get(peer)?.push(await measured(planned, peer, timing, what));
        } catch (error) {
          if (OURS.includes(peer.name)) throw error;
          figures.delete(peer);
          lost(peer, planned, error as Error);
        }
      }
    }
    done([...figures].flatMap(([peer, values]) => seriesOf(planned, peer, values)));
  }
  progress.end();
}

async function measured(planned: Planned, peer: Peer, timing: Timing, what: string): Promise<Figures> {
  try {
    return await planned.case.measure(peer, timing);
  } catch (error) {
    throw new Error(`${what}: it failed.`, { cause: error });
  }
}

function seriesOf(planned: Planned, peer: Peer, rounds: readonly Figures[]): Series[] {
  return planned.case.metrics.flatMap(({ name, unit, better }) => {
    const values = rounds.map((figures) => figures[name] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    if (values.length === 0) return [];
    return {
      scenario: planned.scenario.name,
      case: planned.case.name,
      peer: peer.name,
      metric: name,
      unit,
      better,
      values,
      median: median(values),
      minimum: Math.min(...values),
      maximum: Math.max(...values),
    };
  });
}
