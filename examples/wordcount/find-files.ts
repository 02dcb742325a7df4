import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist']);

/** What is under some folders: files in a fixed order, and why folders could not be read. */
export interface Found {
  readonly files: readonly string[];
  readonly unreadable: readonly string[];
}

/**
 * Lists all files under folders, without what is hidden, installed or built. Symbolic links are not followed.
 *
 * @throws Error when one of the folders itself cannot be read; it says which, and why.
 */
export async function findFiles(folders: readonly string[]): Promise<Found> {
  const files: string[] = [];
  const unreadable: string[] = [];
  async function walk(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory()) await walk(path).catch((error: Error) => unreadable.push(error.message));
    }
  }
  for (const folder of folders) {
    await walk(folder).catch((cause: Error) => {
      throw new Error(`Cannot list the folder ${folder}: ${cause.message}.`, { cause });
    });
  }
  return { files, unreadable };
}
