// Word count: a pool shares files among worker processes, one of which is killed on the way, and the totals are checked
// against a plain count in one process.
import { once } from 'node:events';
import { readArguments, USAGE } from './arguments.js';
import type { Arguments } from './arguments.js';
import { countFile } from './count-file.js';
import { createDisplay, type Display } from './display.js';
import { findFiles } from './find-files.js';
import { OnPage } from './on-page.js';
import { printTable, printUnreadable, READ_NEXT } from './report.js';
import { runJob } from './run-job.js';
import { addFile, noTotals, sameTotals, sumOf } from './totals.js';
import type { Totals } from './totals.js';

/** The same count with no sockets at all. */
async function countAlone(files: readonly string[], signal: AbortSignal): Promise<Totals> {
  const totals = noTotals();
  for (const file of files) {
    signal.throwIfAborted();
    addFile(totals, await countFile(file));
  }
  return totals;
}

/** @returns the exit code: 0, or 1 when the totals differ. */
async function countWords({ folders, workers }: Arguments, display: Display, signal: AbortSignal): Promise<number> {
  const shared = performance.now();
  const status = await runJob(async () => (await findFiles(folders)).files, workers, display, signal);
  const between = performance.now();
  const { files, unreadable } = await findFiles(folders);
  const alone = await countAlone(files, signal);
  const end = performance.now();
  if (files.length === 0) {
    console.log(`There are no files to count under ${folders.join(' and ')}.`);
    return 0;
  }

  printTable(status, alone);
  printUnreadable([...unreadable, ...status.unreadable]);
  const equal = sameTotals(sumOf(Object.values(status.workers)), alone);
  console.log(equal ? 'The totals are the same.' : 'The totals DIFFER: results were lost, or files have changed.');
  console.log(
    `${seconds(between - shared)} s shared among ${workers} processes, ${seconds(end - between)} s in one process: ` +
      `${((end - between) / (between - shared)).toFixed(1)} times as fast, with a worker killed on the way.\n`,
  );
  console.log(READ_NEXT);
  return equal ? 0 : 1;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  if (given.help) {
    console.log(USAGE);
    return 0;
  }
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interrupted.abort(new Error(`Interrupted by ${name}.`)));
  }
  const { signal } = interrupted;
  const display = createDisplay(process.stdout.isTTY);
  if (!given.web) return countWords(given, display, signal);
  const { Dashboard } = await import('../dashboard/dashboard.js');
  await using dashboard = await Dashboard.open();
  console.log(`Open ${dashboard.url} in a browser.`);
  const code = await countWords(given, new OnPage(display, dashboard), signal);
  console.log(`\nThe page at ${dashboard.url} stays there until Ctrl-C.`);
  if (!signal.aborted) await once(signal, 'abort');
  return code;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
