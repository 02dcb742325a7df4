// Bundles the package in whose folder it runs: all of it in one file, and beside that the entry points, which are a few
// lines each (docs/decisions/few-files.md). The types beside them are of tsc.
//
//   node bundle-package.mjs [WHOLE]
//
// WHOLE is the source that the entry points take everything from; without it, the package has one entry point.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, transform } from 'esbuild';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const [whole] = process.argv.slice(2);

for (const file of readdirSync('dist', { recursive: true })) {
  // What an earlier build has left.
  if (/\.js$|\.map$/u.test(file)) rmSync(join('dist', file));
}

const built = new Map(
  Object.values(exports).flatMap(({ source, default: file }) =>
    source === undefined ? [] : [[resolve(source), file]],
  ),
);
if (whole !== undefined) built.set(resolve(whole), whole.replace('src', 'dist').replace(/\.ts$/u, '.js'));

const { outputFiles } = await build({
  entryPoints: [...built].map(([source, file]) => ({ in: source, out: relative('dist', file).replace(/\.js$/u, '') })),
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  plugins: whole === undefined ? [] : [takenFrom(resolve(whole))],
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
  write: false,
});

for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await withoutComments(text));
}

/** Leaves an import of this source an import, of the file that is made of it. */
function takenFrom(source) {
  const name = `./${relative('dist', built.get(source))}`;
  return {
    name: 'taken-from',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, ({ kind, path, resolveDir }) => {
        const found = resolve(resolveDir, path).replace(/\.js$/u, '.ts');
        return kind === 'import-statement' && found === source ? { path: name, external: true } : undefined;
      });
    },
  };
}

/** Comments go with the white space; names stay, and lines are made again: a stack trace is to be read. */
async function withoutComments(text) {
  const options = { format: 'esm', target: 'node20.19' };
  const { code: bare } = await transform(text, { ...options, minifyWhitespace: true });
  const { code } = await transform(bare, options);
  return code;
}
