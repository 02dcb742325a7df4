// Bundles the command line in whose folder it runs: the program and the entry point, and beside them what each command
// loads when it is called. ES modules alone: a program is not required. Names and lines stay as in the sources.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const { bin, exports, publishConfig, version } = JSON.parse(readFileSync('package.json', 'utf8'));

for (const file of readdirSync('dist', { recursive: true })) {
  // What an earlier build has left.
  if (/\.js$|\.map$|\.d\.mts$/u.test(file)) rmSync(join('dist', file));
}

await build({
  entryPoints: [...Object.values(bin).map((file) => sourceOf(file)), exports['.'].source],
  outdir: 'dist',
  chunkNames: 'parts/[name]-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
  sourcemap: 'external',
  sourcesContent: false,
  legalComments: 'none',
  // Not read from the manifest at each start.
  define: { BUILT_VERSION: JSON.stringify(version) },
});

// The types of the entry point, and of what they lead to, are published as those of ES modules.
const reached = new Set([publishConfig.exports['.'].types.replace(/\.d\.mts$/u, '')]);
// A set gives what is added to it while it is gone through, too.
for (const path of reached) {
  if (!existsSync(`${path}.d.ts`)) continue;
  const text = readFileSync(`${path}.d.ts`, 'utf8');
  const RELATIVE = /(['"])(\.{1,2}\/[^'"]*)\.js\1/gu;
  for (const [, , found] of text.matchAll(RELATIVE)) reached.add(join(dirname(path), found));
  writeFileSync(`${path}.d.mts`, text.replaceAll(/^ *#private;\n/gmu, '').replaceAll(RELATIVE, '$1$2.mjs$1'));
}

/** @param {string} file */
function sourceOf(file) {
  return file.replace('dist', 'src').replace(/\.js$/u, '.ts');
}
