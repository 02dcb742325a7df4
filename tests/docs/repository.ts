import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of this repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Files of the repository whose name ends so, as paths from its top, without what is hidden, installed or built. */
export function filesEndingIn(ending: string, folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesEndingIn(ending, path);
    return entry.name.endsWith(ending) ? [relative(ROOT, path)] : [];
  });
}

/** The documentation: every page that people write, not the changelogs that a tool writes. */
export function documents(): string[] {
  return filesEndingIn('.md').filter((path) => !path.endsWith('CHANGELOG.md'));
}
