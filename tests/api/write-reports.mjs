// Writes the reports of the public API, and records the types of the seams: `pnpm api`. The packages must be built.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entryPoints, publicApi } from './entry-points.mjs';
import { root } from './report-of.mjs';
import { SEAM_RECORDS, seamProblems, seamRecords } from './seams.mjs';

for (const entry of entryPoints()) write(entry.report, publicApi(entry));

const before = join(root, SEAM_RECORDS);
const records = seamRecords();
if (existsSync(before)) {
  for (const problem of seamProblems(JSON.parse(readFileSync(before, 'utf8')), records)) console.warn(problem);
}
write(SEAM_RECORDS, `${JSON.stringify(records, undefined, 2)}\n`);

/**
 * @param {string} path Relative to the root of the workspace.
 * @param {string} text
 */
function write(path, text) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${path} is new: review it.`);
}
