// @ts-check
// Runs every check of the built packages in whatever runtime this is started with, and prints a line for each:
// passed or failed, pattern, transport, title, and what went wrong, with a tab between them.
import { checks } from './all-checks.mjs';
import { runCheck } from './check.mjs';

let failed = 0;
for (const check of checks) {
  const what = `${check.pattern}\t${check.transport}\t${check.title}`;
  try {
    await runCheck(check);
    console.log(`passed\t${what}`);
  } catch (error) {
    failed++;
    console.log(`failed\t${what}\t${String(error).replaceAll(/\s+/g, ' ')}`);
  }
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
