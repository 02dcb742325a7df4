import type { Wish } from '../command-line.js';
import { PEERS } from '../peers/index.js';
import type { Peer } from '../peers/peer.js';
import { SCENARIOS } from '../scenarios/index.js';
import type { Case, Scenario } from '../scenarios/scenario.js';
import type { Planned } from './run-cases.js';

/** No target is about them: quick mode does without, unless they are asked for. */
const BEYOND_TARGETS = ['pyzmq'];

/** Who can take part here, in which version, and who is left out for which reason. */
export interface Field {
  readonly peers: readonly Peer[];
  readonly versions: Readonly<Record<string, string>>;
  readonly leftOut: Readonly<Record<string, string>>;
}

export function lookForPeers({ peers: names, timing }: Wish): Field {
  for (const name of names ?? []) mustBeOneOf('peer', name, PEERS);
  const peers: Peer[] = [];
  const versions: Record<string, string> = {};
  const leftOut: Record<string, string> = {};
  for (const peer of PEERS.filter(
    ({ name }) => names?.includes(name) ?? (!timing.quick || !BEYOND_TARGETS.includes(name)),
  )) {
    try {
      versions[peer.name] = peer.version();
      peers.push(peer);
    } catch (error) {
      leftOut[peer.name] = firstLine(error);
    }
  }
  return { peers, versions, leftOut };
}

export function planCases(wish: Wish, field: readonly Peer[]): Planned[] {
  for (const name of wish.scenarios) mustBeOneOf('scenario', name, SCENARIOS);
  const scenarios = SCENARIOS.filter(({ name }) => wish.scenarios.length === 0 || wish.scenarios.includes(name));
  return scenarios
    .flatMap((scenario) =>
      scenario.cases.filter((each) => wanted(wish, each)).map((each) => plan(scenario, each, field)),
    )
    .filter(({ peers }) => peers.length > 0);
}

function wanted({ timing, sizes, cases }: Wish, each: Case): boolean {
  // What is asked for by size or name runs in quick mode as well.
  const chosen = sizes !== undefined || cases !== undefined;
  if (timing.quick && !each.quick && !chosen) return false;
  if (cases?.every((text) => !each.name.includes(text)) ?? false) return false;
  return sizes === undefined || each.size === undefined || sizes.includes(each.size);
}

function plan(scenario: Scenario, each: Case, field: readonly Peer[]): Planned {
  const peers = field.filter(
    ({ name, scenarios }) => scenarios.includes(scenario.program) && (each.peers?.includes(name) ?? true),
  );
  return { scenario, case: each, peers };
}

function mustBeOneOf(what: string, name: string, all: readonly { readonly name: string }[]): void {
  if (all.some((each) => each.name === name)) return;
  throw new Error(`There is no ${what} ${name}: there are ${all.map((each) => each.name).join(', ')}.`);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
