import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** A package that is installed. */
export interface FoundPackage {
  readonly name: string;
  readonly version: string;
  /** Where it is, without symbolic links. */
  readonly folder: string;
}

const SCOPE = '@zeromq-ts';
const ALONE = ['zeromq-ts', 'zeromq'];
/** How many folders `node_modules` are looked into. */
const MAX_FOLDERS = 20_000;
/** How deep packages may lie in packages. */
const MAX_DEPTH = 6;

/**
 * The packages of ZeroMQ that a project has, copies below other packages included. Only their `package.json` is read, and
 * nothing of the project is run.
 */
export async function findPackages(project: string): Promise<readonly FoundPackage[]> {
  const search = new Search();
  for (let folder = resolve(project); ; folder = dirname(folder)) {
    await search.modules(join(folder, 'node_modules'), 0);
    if (dirname(folder) === folder) return search.found();
  }
}

class Search {
  readonly #seen = new Set<string>();
  readonly #packages = new Map<string, FoundPackage>();

  found(): readonly FoundPackage[] {
    return [...this.#packages.values()].toSorted((a, b) => compare(a.name, b.name) || compare(a.folder, b.folder));
  }

  async modules(folder: string, depth: number): Promise<void> {
    const real = await realpath(folder).catch(() => undefined);
    if (real === undefined || depth > MAX_DEPTH || this.#seen.size >= MAX_FOLDERS || this.#seen.has(real)) return;
    this.#seen.add(real);
    const names = await namesIn(real);
    for (const name of names) {
      if (name.startsWith('@')) {
        for (const scoped of await namesIn(join(real, name)))
          await this.#package(join(real, name, scoped), `${name}/${scoped}`, depth);
      } else if (name === '.pnpm') {
        for (const each of await namesIn(join(real, name))) await this.#store(join(real, name, each), each, depth);
      } else if (!name.startsWith('.')) await this.#package(join(real, name), name, depth);
    }
  }

  /** In the store of pnpm, each package has its folder `node_modules`, with links to what it depends on. */
  async #store(folder: string, entry: string, depth: number): Promise<void> {
    if (/^(?:@zeromq-ts\+|zeromq)/.test(entry)) await this.modules(join(folder, 'node_modules'), depth + 1);
  }

  async #package(folder: string, name: string, depth: number): Promise<void> {
    if (name.startsWith(`${SCOPE}/`) || ALONE.includes(name)) await this.#read(folder, name);
    await this.modules(join(folder, 'node_modules'), depth + 1);
  }

  async #read(folder: string, name: string): Promise<void> {
    try {
      const real = await realpath(folder);
      if (this.#packages.has(real)) return;
      const { version } = JSON.parse(await readFile(join(real, 'package.json'), 'utf8')) as { version?: unknown };
      this.#packages.set(real, {
        name,
        version: typeof version === 'string' ? version : 'without a version',
        folder: real,
      });
    } catch {
      // No package: an empty folder, or one that may not be read.
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
