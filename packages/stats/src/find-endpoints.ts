import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeIfStale } from './stale-endpoints.js';
import { assertPrivate, processOfFile, statsFolder } from './stats-folder.js';

/**
 * The default endpoints of the processes of this user that expose their figures, in the order of their process ids. Files
 * of processes that have ended are removed.
 *
 * @throws ZMQError `EACCES` when the folder is not of this user alone, as a rejection.
 *
 * @example
 * ```ts
 * import { exposeStats, findStatsEndpoints } from '@zeromq-ts/stats';
 *
 * await using exposed = await exposeStats();
 * console.log((await findStatsEndpoints()).includes(exposed.endpoint)); // true
 * ```
 */
export async function findStatsEndpoints(): Promise<string[]> {
  const folder = statsFolder();
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  await assertPrivate(folder);
  const found = await Promise.all(
    names.map(async (name) => processOfFile(name) !== undefined && !(await removeIfStale(folder, name))),
  );
  return names
    .filter((_, index) => found[index])
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((name) => `ipc://${join(folder, name)}`);
}
