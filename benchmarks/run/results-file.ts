import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Results } from './results.js';

const FOLDER = fileURLToPath(new URL('../../results', import.meta.url));

/** @param name By default the time of the run. @returns the path of the file. */
export function writeResults(results: Results, name = results.date.replaceAll(':', '-').slice(0, 19)): string {
  const file = join(FOLDER, `${name}.json`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

/** The results of several runs as one: of a scenario that was run again, the last counts. */
export function readResults(files: readonly string[]): Results {
  return files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Results).reduce(merge);
}

function merge(earlier: Results, later: Results): Results {
  const again = new Set(later.series.map(({ scenario }) => scenario));
  return {
    ...later,
    command: `${earlier.command}; ${later.command}`,
    quick: earlier.quick || later.quick,
    rounds: Math.min(earlier.rounds, later.rounds),
    versions: { ...earlier.versions, ...later.versions },
    leftOut: { ...earlier.leftOut, ...later.leftOut },
    series: [...earlier.series.filter(({ scenario }) => !again.has(scenario)), ...later.series],
  };
}
