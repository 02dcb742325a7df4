// Bundles the package in whose folder it runs: all of it in one file, and beside that the entry points, which are a few
// lines each (docs/decisions/few-files.md). Each file is written twice, as an ES module (.js) and as CommonJS (.cjs). The
// types, which tsc has written, are published once, for both (docs/decisions/commonjs-too.md). Source maps lie beside the
// code for development, and are not published.
//
// What a package of this repository has for the others alone (`./internal`, without a file to load) becomes a part of each
// that imports it: packages are released independently, and what is internal may change with every release.
//
//   node bundle-package.mjs [WHOLE [LATER …]]
//
// WHOLE is the source that the entry points take everything from; without it, the package has one entry point. LATER are
// sources that are loaded when they are needed, by `import()`: each becomes a file of its own.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, transform } from 'esbuild';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const [whole, ...loadedLater] = process.argv.slice(2);

for (const file of readdirSync('dist', { recursive: true })) {
  // What an earlier build has left.
  if (/\.c?js$|\.map$|\.d\.[cm]ts$/u.test(file)) rmSync(join('dist', file));
}

// Those for browsers are beside those for all other runtimes.
const entryPoints = Object.values(exports).flatMap((entry) =>
  entry.browser === undefined ? [entry] : [entry, entry.browser],
);

const built = new Map(
  entryPoints.flatMap(({ source, default: file }) =>
    source === undefined || file === undefined ? [] : [[resolve(source), file]],
  ),
);
for (const source of [whole, ...loadedLater]) {
  if (source !== undefined) built.set(resolve(source), source.replace('src', 'dist').replace(/\.ts$/u, '.js'));
}

/** An object at the top of a module, in one line or in several. */
const OBJECT = /^var ([\w$]+) = (\{(?:\n[^]*?\n\}| [^\n]*\}));$/gmu;
/** It has a spread, or a call: bundlers take those for side effects. Here, such objects are the rules of options. */
const COMPUTED = /(?:^|[ {])\.\.\.[\w$]|(?:^ *|[{,] )[\w$]+: [\w$]+\(/mu;

/** What `bundle-page.mjs` has made. */
const page = existsSync('dist/page.json') ? { PAGE_FILES: readFileSync('dist/page.json', 'utf8') } : {};

const FORMATS = [
  { format: 'esm', ending: '.js', define: page },
  {
    format: 'cjs',
    ending: '.cjs',
    // `import()` would leave the module system of a test runner that replaces `require`, and fails in Jest.
    supported: { 'dynamic-import': false },
    define: { ...page, 'import.meta.require': 'require', 'import.meta.url': '__filename' },
  },
];

for (const each of FORMATS) await writeCode(each);
writeTypes();

async function writeCode({ ending, ...options }) {
  const { outputFiles } = await build({
    ...options,
    entryPoints: [...built].map(([source, file]) => ({
      in: source,
      out: relative('dist', file).replace(/\.js$/u, ''),
    })),
    outdir: 'dist',
    outExtension: { '.js': ending },
    bundle: true,
    packages: 'external',
    plugins: [
      contained(),
      ...(whole === undefined ? [] : [takenFrom(resolve(whole), 'import-statement', ending)]),
      ...loadedLater.map((source) => takenFrom(resolve(source), 'dynamic-import', ending)),
    ],
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
    sourcemap: 'external',
    sourcesContent: false,
    write: false,
  });
  const maps = new Map(outputFiles.filter(({ path }) => path.endsWith('.map')).map(({ path, text }) => [path, text]));
  for (const { path, text } of outputFiles) {
    if (maps.has(path)) continue;
    const { code, map } = await withoutComments(text, maps.get(`${path}.map`), options.format);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
    writeFileSync(`${path}.map`, map);
  }
}

/**
 * Makes the types of the CommonJS files of those that tsc has written, as far as the entry points lead to them, and of the
 * ES modules the same types, by an export of all of them: a socket that was made in one module system fits a function
 * that was typed in the other. Private fields are left out, because they would make each class of two copies of a package
 * two types (docs/decisions/structural-types.md). A constant that stands for a class of another file is an export of that
 * class, under its name: the compiler could not name the class in the declarations of a library otherwise.
 */
function writeTypes() {
  const PRIVATE = /^ *#private;\n/gmu;
  // The default of the parameter, which compilers before 5.7 do not know.
  const ANY_MEMORY = /\b(Uint8Array|Buffer)<ArrayBufferLike>/gu;
  const STANDS_FOR =
    /(?:\/\*\*(?:(?!\*\/)[^])*\*\/\n)?export declare const (\w+): typeof (\w+);\nexport type \1(?:<[^;]*>)? = \2(?:<[^;]*>)?;\n/gu;
  const RELATIVE = /(['"])(\.{1,2}\/[^'"]*)\.js\1/gu;
  const reached = new Set();
  for (const { source, default: file } of entryPoints) {
    if (source === undefined || file === undefined) continue;
    const name = relative('dist', file).replace(/\.js$/u, '');
    writeFileSync(join('dist', `${name}.d.mts`), `export * from './${name}.cjs';\n`);
    reached.add(join('dist', name));
  }
  // A set gives what is added to it while it is gone through, too.
  for (const path of reached) {
    const text = readFileSync(`${path}.d.ts`, 'utf8');
    for (const [, , found] of text.matchAll(RELATIVE)) reached.add(join(dirname(path), found));
    writeFileSync(
      `${path}.d.cts`,
      text
        .replaceAll(PRIVATE, '')
        .replaceAll(STANDS_FOR, 'export { $2 as $1 };\n')
        .replaceAll(ANY_MEMORY, '$1')
        .replaceAll(RELATIVE, '$1$2.cjs$1'),
    );
  }
}

/** Takes what is internal to another package into this one. */
function contained() {
  return {
    name: 'contained',
    setup({ onResolve }) {
      onResolve({ filter: /^@zeromq-ts\/[a-z-]+\/internal$/ }, ({ path }) => {
        const [, name] = path.split('/');
        return { path: resolve('..', name, 'src/internal.ts') };
      });
    },
  };
}

/** Leaves an import of this source an import, of the file that is made of it. */
function takenFrom(source, how, ending) {
  const name = `./${relative('dist', built.get(source)).replace(/\.js$/u, ending)}`;
  return {
    name: 'taken-from',
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
        const found = resolve(resolveDir, path).replace(/\.js$/u, '.ts');
        return kind === how && found === source ? { path: name, external: true } : undefined;
      });
    },
  };
}

/**
 * Comments go with the white space; names stay, and lines are made again: a stack trace is to be read. The map is not
 * named in the code, since it is not published; `build/source-maps.mjs` finds it.
 */
async function withoutComments(text, map, format) {
  const options = { format, target: 'node20.19', sourcesContent: false };
  const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
  const bare = await transform(`${text}\n${inline}`, { ...options, minifyWhitespace: true, sourcemap: 'inline' });
  const { code, map: last } = await transform(bare.code, { ...options, sourcemap: 'external' });
  return { code: withAnnotations(text, withClassNames(code)), map: last };
}

/** A class that names itself has another name inside, which errors and `console.log` would show: it gets its own again. */
function withClassNames(code) {
  const renamed = code.matchAll(/^var ([\w$]+) = class (_\1\d*)\b/gmu);
  return Array.from(renamed).reduce(
    (text, [, name, inner]) => text.replaceAll(new RegExp(`(?<![\\w$.#])${inner}(?![\\w$])`, 'gu'), name),
    code,
  );
}

/** Writes again which calls have no side effects: that went with the comments, and bundlers need it to drop what is unused. */
function withAnnotations(before, after) {
  const MARK = '/* @__PURE__ */ ';
  const calls = before.matchAll(/^(var [\w$]+ = )\/\* @__PURE__ \*\/ ((?:new )?[\w$.]+\()/gmu);
  let code = after;
  for (const [, start, call] of calls) code = code.replace(`\n${start}${call}`, `\n${start}${MARK}${call}`);
  return code.replaceAll(OBJECT, (statement, name, object) =>
    COMPUTED.test(object) ? `var ${name} = ${MARK}(() => (${object}))();` : statement,
  );
}
