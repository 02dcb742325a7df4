import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Whether a program of this name can be started: a path, or a name in a folder of `PATH`.
 *
 * @param env The environment that it is looked for in. Without `PATH`, the system knows where, and it is taken to be there.
 */
export function hasProgram(name: string, env: Readonly<Record<string, string | undefined>>): boolean {
  // There, suffixes and the folder of the program that asks count, too.
  if (process.platform === 'win32') return true;
  if (name.includes('/')) return isProgram(name);
  const folders = env['PATH']?.split(delimiter);
  // An empty one is the current folder.
  return folders === undefined || folders.some((folder) => isProgram(join(folder === '' ? '.' : folder, name)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
