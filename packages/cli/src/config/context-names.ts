import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { configFolder } from './folder.js';

const SUFFIX = '.json';

/** The names of the contexts in this folder, sorted; none when there is no such folder. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX) && !name.startsWith('.'))
      .map((name) => name.slice(0, -SUFFIX.length))
      .toSorted();
  } catch {
    return [];
  }
}

/** The names of the contexts of a user, for completion: no file is read. */
export function contextNames(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const folder = configFolder(env);
  return folder === undefined ? [] : namesIn(join(folder, 'contexts'));
}
