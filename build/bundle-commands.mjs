// Bundles the command line in whose folder it runs. ES modules alone: a program is not required. Names and lines stay as in
// the sources. Each file that is loaded costs part of a start, so that what most command lines need is in a few files, the
// levels, each of which stands on those before it; what else a command loads when it is called is split as it is shared.
// The parser is a part of the bundle: loading a CommonJS package takes twice as long as its code.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

const { bin, exports, publishConfig, version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What each level begins with: it has all that these import, and is loaded as one file. */
const LEVELS = {
  base: ['src/run.ts'],
  // What both the commands and the parser need is here: neither loads the other.
  line: ['src/run-line.ts', 'src/output/printable.ts'],
  names: ['src/config/context-names.ts', 'src/sockets/socket-type.ts'],
  commands: ['src/commands/index.ts'],
  grammar: ['src/grammar/parse.ts', 'src/grammar/files.ts'],
  report: ['src/output/report.ts'],
  output: ['src/output/output.ts'],
  sockets: [
    'src/exchange/run-receiver.ts',
    'src/exchange/run-responder.ts',
    'src/exchange/run-sender.ts',
    'src/exchange/run-two-way.ts',
  ],
};

/** Packages that are a part of the bundle, with their licences. */
const INLINED = ['commander'];

/** What these get for modules of Node, which they `require`: an ES module has no `require` of its own. */
const BUILTINS = {
  'node:events': `export { EventEmitter } from 'node:events';`,
  'node:fs': `export { default } from 'node:fs';`,
  'node:path': `export * from 'node:path';`,
  'node:process': 'module.exports = process;',
  // For commands that are programs of their own: there are none, and this is much to load.
  'node:child_process': 'export {};',
};

const { resolve: pathOf } = createRequire(resolve('package.json'));

for (const file of readdirSync('dist', { recursive: true })) {
  // What an earlier build has left.
  if (/\.js$|\.map$|\.d\.mts$|\.txt$/u.test(file)) rmSync(join('dist', file));
}

const OPTIONS = {
  outdir: 'dist',
  chunkNames: 'parts/[name]-[hash]',
  bundle: true,
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
};

const programs = [...Object.values(bin).map((file) => sourceOf(file)), exports['.'].source].map((path) =>
  path.replace(/^\.\//u, ''),
);
const { metafile } = await build({ ...OPTIONS, entryPoints: programs, splitting: true, write: false, metafile: true });
const imports = (path) => metafile.inputs[path].imports.filter(({ external }) => external !== true);

/** The level of each module that has one. */
const levelOf = new Map();
for (const [level, roots] of Object.entries(LEVELS)) {
  const found = new Set(roots);
  // A set gives what is added to it while it is gone through, too.
  for (const path of found) {
    for (const each of imports(path)) {
      if (each.kind === 'import-statement' && !levelOf.has(each.path)) found.add(each.path);
    }
  }
  for (const path of found) levelOf.set(path, level);
}

for (const level of Object.keys(LEVELS)) {
  const members = [...levelOf].filter(([, each]) => each === level).map(([path]) => path);
  const contents = members.map((path) => `export * from './${path}';`).join('\n');
  const { metafile: written } = await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: '.', sourcefile: `${level}.ts` },
    outdir: undefined,
    outfile: `dist/parts/${level}.js`,
    plugins: [elsewhere(level), inlined()],
    metafile: true,
  });
  await checkNames(level, members, written.outputs[`dist/parts/${level}.js`].exports);
}

/** What is loaded when it is needed, and is in no level. */
const later = new Set(
  Object.keys(metafile.inputs)
    .flatMap((path) => imports(path))
    .filter(({ kind, path }) => kind === 'dynamic-import' && !levelOf.has(path))
    .map(({ path }) => path),
);
await build({
  ...OPTIONS,
  entryPoints: [
    ...programs.map((path) => ({ in: path, out: path.replace(/^src\/|\.ts$/gu, '') })),
    ...Array.from(later, (path) => ({ in: path, out: `parts/${partOf(path)}` })),
  ],
  splitting: true,
  plugins: [elsewhere(undefined), inlined()],
});
const licences = INLINED.map((name) => {
  const folder = dirname(pathOf(name));
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${manifest.version}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8')}`;
});
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licences.join('\n'));
// All other files are in the folder of the parts.
for (const path of programs) {
  const file = path.replace('src', 'dist').replace(/\.ts$/u, '.js');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(["'])\.\/(?!parts\/)([\w-]+\.js)\1/gu, '$1./parts/$2$1'));
}

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

/** Leaves out what is in another file: another level, or what is loaded when it is needed. */
function elsewhere(level) {
  return {
    name: 'elsewhere',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
        const file = resolve(resolveDir, path.replace(/\.js$/u, '.ts')).slice(process.cwd().length + 1);
        const other = levelOf.get(file);
        if (other !== undefined && other !== level) return { path: `./${other}.js`, external: true };
        return kind === 'dynamic-import' ? { path: `./${partOf(file)}.js`, external: true } : undefined;
      });
    },
  };
}

/** The name of the file of a module that is loaded when it is needed. */
function partOf(path) {
  return path.replace(/^src\/|\.ts$/gu, '').replaceAll('/', '-');
}

/** Takes these packages into the bundle. */
function inlined() {
  return {
    name: 'inlined',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: new RegExp(`^(?:${INLINED.join('|')})$`) }, ({ path }) => ({ path: pathOf(path) }));
      onResolve({ filter: /^node:/ }, ({ path, kind }) =>
        kind === 'require-call' ? { path, namespace: 'builtin' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => {
        if (!Object.hasOwn(BUILTINS, path)) throw new Error(`${INLINED.join(', ')}: ${path} is not in BUILTINS.`);
        return { contents: BUILTINS[path] };
      });
    },
  };
}

/** All that the modules of a level export is exported by its file: two with the same name would be none. */
async function checkNames(level, paths, exported) {
  const { metafile: each } = await build({
    ...OPTIONS,
    bundle: false,
    entryPoints: paths,
    write: false,
    metafile: true,
  });
  for (const { entryPoint, exports: names } of Object.values(each.outputs)) {
    if (entryPoint === undefined) continue;
    const lost = names.find((name) => !exported.includes(name));
    if (lost !== undefined)
      throw new Error(`${lost} of ${entryPoint} is exported by another module of ${level}.js, too.`);
  }
}

/** @param {string} file */
function sourceOf(file) {
  return file.replace('dist', 'src').replace(/\.js$/u, '.ts');
}
