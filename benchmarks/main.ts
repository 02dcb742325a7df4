import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCommandLine } from './command-line.js';
import { machine } from './report/machine.js';
import { scenarioTable, targetTable } from './report/tables.js';
import { lookForPeers, planCases } from './run/plan.js';
import type { Results } from './run/results.js';
import { runCases } from './run/run-cases.js';

// `pnpm bench`: what is asked for is measured, printed and kept in results/.
const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

const args = process.argv.slice(2);
const wish = readCommandLine(args);
if (wish !== undefined) {
  const field = lookForPeers(wish);
  for (const [name, reason] of Object.entries(field.leftOut)) process.stderr.write(`Left out: ${name} (${reason})\n`);
  const plan = planCases(wish, field);
  if (plan.length === 0) throw new Error('Nothing to measure: no case fits these options.');

  const { timing } = wish;
  const date = new Date().toISOString();
  const series = await runCases(plan, timing);
  const { versions, leftOut } = field;
  const command = ['pnpm bench', ...args].join(' ');
  const results: Results = { date, command, machine: machine(), versions, leftOut, ...timing, series };

  for (const scenario of new Set(plan.map((planned) => planned.scenario))) {
    console.log(`\n## ${scenario.name}\n\n${scenario.title}\n`);
    console.log(scenarioTable(series.filter((each) => each.scenario === scenario.name)));
  }
  console.log(`\n## Targets\n\n${targetTable(results)}`);

  mkdirSync(RESULTS, { recursive: true });
  const file = `${RESULTS}${date.replaceAll(':', '-').slice(0, 19)}.json`;
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nWritten to ${file}`);
}
