import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reportOf, root } from './report-of.mjs';

/**
 * @typedef {object} EntryPoint
 * @property {string} name What is imported: `@zeromq-ts/core/spi`.
 * @property {string} folder The folder of its package, absolute.
 * @property {string} types The file of its types, absolute.
 * @property {string} report The file of its report, relative to the root of the workspace.
 */

/** @returns {EntryPoint[]} The entry points of all packages that are published. */
export function entryPoints() {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const folder = join(root, 'packages', name);
    /** @type {{ name: string, private?: boolean, exports: Record<string, string | { types: string, default?: string }> }} */
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (manifest.private) return [];
    return Object.entries(manifest.exports).flatMap(([entry, target]) =>
      // What has no file to load is for the packages of this repository alone; what has no types is a program.
      typeof target === 'string' || target.default === undefined || target.types === undefined
        ? []
        : [
            {
              name: `${manifest.name}${entry.slice(1)}`,
              folder,
              types: join(folder, target.types),
              report: join('packages', name, 'api', basename(target.types)),
            },
          ],
    );
  });
}

/**
 * The public API of an entry point as its report has it.
 *
 * @param {EntryPoint} entry
 */
export function publicApi({ name, folder, types }) {
  return [
    `// The public API of ${name}. Written by \`pnpm api\`.\n`,
    handedOn(types) ?? reportOf(folder, types),
    ...augmentations(types).map((text) => `${text}\n`),
  ].join('\n');
}

/**
 * The text of an entry point that has nothing of its own, and hands on what other packages export. There is nothing to be
 * extracted, and API Extractor does not take an interface that one of these packages has added to.
 *
 * @param {string} types
 * @returns {string | undefined}
 */
function handedOn(types) {
  const text = readFileSync(types, 'utf8').replaceAll("'", '"');
  return /^(?:export \* from "[^".][^"]*";\n)+$/u.test(text) ? text : undefined;
}

/**
 * What the files of an entry point add to the types of other packages: API Extractor leaves it out.
 *
 * @param {string} entry
 */
function augmentations(entry) {
  const files = new Set([entry]);
  /** @type {string[]} */
  const found = [];
  // A set gives what is added to it while it is gone through, too.
  for (const file of files) {
    const text = readFileSync(file, 'utf8').replaceAll(/^ *\/\*\*.*?\*\/\n/gmsu, '');
    found.push(...(text.match(/^declare (?:module '.*?'|global) \{\n.*?^\}/gmsu) ?? []));
    for (const [, path = ''] of text.matchAll(/['"](\.{1,2}\/[^'"]*)\.js['"]/gu)) {
      files.add(join(dirname(file), `${path}.d.ts`));
    }
  }
  return found.toSorted();
}
