import type { Status } from './protocol.js';
import { sumOf } from './totals.js';
import type { Totals } from './totals.js';

const SHOWN = 5;

/** Prints what each worker has counted, and the same count made in one process. */
export function printTable(status: Status, alone: Totals): void {
  const workers = Object.entries(status.workers).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  console.table({
    ...Object.fromEntries(workers),
    'all workers': sumOf(Object.values(status.workers)),
    'one process': alone,
  });
}

/** Prints what could not be read: the first few, and how many more. */
export function printUnreadable(reasons: readonly string[]): void {
  for (const reason of reasons.slice(0, SHOWN)) console.log(`Not counted: ${reason}`);
  if (reasons.length > SHOWN) console.log(`Not counted: ${reasons.length - SHOWN} more`);
}

export const READ_NEXT = `What to read next:
  examples/wordcount/          this program: main.ts starts it, run-job.ts holds it together
  examples/hello-world/        the smallest ones: node examples/dist/hello-world/server.js, then client.js
  docs/guide/                  getting started, patterns, the life of a socket
  README.md                    the sockets, the endpoints, and what is guaranteed`;
