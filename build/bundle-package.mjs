// Bundles the package in whose folder it runs: one file for each entry point and one for what they share, instead of one
// for each module (docs/decisions/few-files.md). The types beside them are of tsc.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, transform } from 'esbuild';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));

for (const file of readdirSync('dist', { recursive: true })) {
  // What an earlier build has left; its shared files have other names.
  if (/\.js$|\.map$/u.test(file)) rmSync(join('dist', file));
}

const { outputFiles } = await build({
  entryPoints: Object.values(exports).flatMap(({ source, default: built }) =>
    source === undefined ? [] : [{ in: source, out: relative('dist', built).replace(/\.js$/u, '') }],
  ),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'shared-[hash]',
  logLevel: 'warning',
  write: false,
});

for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await withoutComments(text));
}

/** Comments go with the white space; names stay, and lines are made again: a stack trace is to be read. */
async function withoutComments(text) {
  const options = { format: 'esm', target: 'node20.19' };
  const { code: bare } = await transform(text, { ...options, minifyWhitespace: true });
  const { code } = await transform(bare, options);
  return code;
}
