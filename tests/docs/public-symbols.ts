import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { declarationsIn } from './comments.js';
import { filesEndingIn, ROOT } from './repository.js';

interface Manifest {
  readonly exports?: Readonly<Record<string, string | { readonly source?: string; readonly default?: string }>>;
}

// export { a, type B as C } from './file.js';   export type { D } from './file.js';
const NAMED = /^export (?:type )?\{([^}]*)\} from '(\.[^']*)\.js';/gm;
// export * from './file.js';
const ALL = /^export \* from '(\.[^']*)\.js';/gm;

/** For authors of patterns, transports and engines. All other entry points are for applications, too. */
export const FOR_AUTHORS = './spi';

/** What users can import: for each source file, the names in it that an entry point of its package leads to. */
export function publicSymbols(without?: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const path of filesEndingIn('package.json', join(ROOT, 'packages'))) {
    const { exports = {} } = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Manifest;
    for (const [entry, target] of Object.entries(exports)) {
      if (entry === without || typeof target === 'string' || target.source === undefined) continue;
      // Without a file to load, it is for the packages of this repository alone.
      if (target.default === undefined) continue;
      follow(join(dirname(path), target.source), found);
    }
  }
  return found;
}

/** Follows what a file exports, or those names of it that are wanted, to where it is declared. */
function follow(path: string, found: Map<string, Set<string>>, wanted?: ReadonlySet<string>): void {
  const source = readFileSync(join(ROOT, path), 'utf8');
  const isWanted = (name: string): boolean => wanted === undefined || wanted.has(name);
  for (const { name, exported } of declarationsIn(source)) {
    if (exported && isWanted(name)) found.set(path, (found.get(path) ?? new Set()).add(name));
  }
  for (const [, list = '', target = ''] of source.matchAll(NAMED)) {
    const names = list
      .split(',')
      .map((item) => /^\s*(?:type )?(\w+)(?: as (\w+))?\s*$/.exec(item))
      .filter((item) => item !== null && isWanted(item[2] ?? item[1] ?? ''))
      .map((item) => item?.[1] ?? '');
    follow(join(dirname(path), `${target}.ts`), found, new Set(names));
  }
  for (const [, target = ''] of source.matchAll(ALL)) follow(join(dirname(path), `${target}.ts`), found, wanted);
}
