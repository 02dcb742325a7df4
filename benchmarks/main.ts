import { readCommandLine } from './command-line.js';
import { publish } from './report/publish.js';
import { scenarioSections, targetTable } from './report/tables.js';
import { measure } from './run/measure.js';
import { readResults } from './run/results-file.js';

// `pnpm bench`: what is asked for is measured, kept in results/ and printed.
const wish = readCommandLine(process.argv.slice(2));
if (wish !== undefined) {
  const results = wish.from === undefined ? await measure(wish) : readResults(wish.from);
  console.log(scenarioSections(results));
  console.log(`\n## Targets\n\n${targetTable(results)}`);
  if (wish.publish) publish(results);
}
