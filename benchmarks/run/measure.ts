import type { Wish } from '../command-line.js';
import { machine } from '../report/machine.js';
import { lookForPeers, planCases } from './plan.js';
import type { Results, Series } from './results.js';
import { writeResults } from './results-file.js';
import { runCases } from './run-cases.js';

/** Measures what is asked for. What each case gives is in a file at once. */
export async function measure(wish: Wish): Promise<Results> {
  const { versions, leftOut: absent, peers } = lookForPeers(wish);
  const leftOut: Record<string, string> = { ...absent };
  for (const [name, reason] of Object.entries(leftOut)) process.stderr.write(`Left out: ${name} (${reason})\n`);
  const plan = planCases(wish, peers);
  if (plan.length === 0) throw new Error('Nothing to measure: no case fits these options.');

  const series: Series[] = [];
  const date = new Date().toISOString();
  const results: Results = {
    date,
    command: wish.command,
    machine: machine(),
    versions,
    leftOut,
    ...wish.timing,
    series,
  };
  let file = '';
  await runCases(
    plan,
    wish.timing,
    (more) => {
      series.push(...more);
      file = writeResults(results);
    },
    (peer, planned, error) => {
      const where = `${peer.name} in ${planned.scenario.name} ${planned.case.name}`;
      leftOut[where] = error.cause instanceof Error ? error.cause.message : error.message;
      process.stderr.write(`Left out: ${where} (${leftOut[where]})\n`);
    },
  );
  process.stderr.write(`Written to ${file}\n`);
  return results;
}
