// @ts-check
// Whether what is in a folder `dist` was built from the sources beside it. The build writes a fingerprint of its inputs;
// tests that run what is built compare it, so that an old build is an error and never a test that passes.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Beside `dist`, not in it: it is not published. turbo keeps it with what was built. */
const RECORD = '.cache/built-from';

/** Code, and what a page is made of. */
const SOURCE = /\.(?:ts|css|html|svg)$/u;

/** What is no source, though it ends in `.ts`. */
const OUTPUT = new Set(['dist', 'test', 'api', 'node_modules', '.cache']);

/** A fingerprint of all that the build of a package reads. @param {string} folder @param {string} root */
export function fingerprintOf(folder, root = ROOT) {
  const shared = sharedFiles(root).map((file) => join(root, file));
  const own = ['package.json', 'tsconfig.json'].map((file) => join(folder, file));
  const hash = createHash('sha256');
  const sources = sourcesOf(folder);
  for (const file of [...shared, ...own, ...sources, ...containedSources(sources, root)]) {
    if (!existsSync(file)) continue;
    // With the same ends of lines on every platform.
    hash.update(
      `${relative(root, file).split(sep).join('/')}\n${readFileSync(file, 'utf8').replaceAll('\r\n', '\n')}\n`,
    );
  }
  return hash.digest('hex');
}

/** What all builds depend on, as turbo has it. @param {string} root @returns {string[]} */
function sharedFiles(root) {
  return JSON.parse(readFileSync(join(root, 'turbo.json'), 'utf8')).globalDependencies;
}

/** Those of the packages of which a package contains what is internal. @param {string[]} sources @param {string} root */
function containedSources(sources, root) {
  const names = new Set(
    sources.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/'@zeromq-ts\/([a-z-]+)\/internal'/gu)].map(([, name = '']) => name),
    ),
  );
  return [...names]
    .toSorted((one, other) => one.localeCompare(other))
    .flatMap((name) => sourcesOf(join(root, 'packages', name)));
}

/** @param {string} folder @returns {string[]} */
function sourcesOf(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !OUTPUT.has(name));
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourcesOf(path);
      return SOURCE.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : [];
    })
    .toSorted();
}

/** Called by a build when it is done. @param {string} folder @param {string} root */
export function recordFingerprint(folder, root = ROOT) {
  const file = join(folder, RECORD);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, fingerprintOf(folder, root));
}

/** Those of some packages that are not built, or were built from other sources. @param {readonly string[]} folders @param {string} root */
export function notBuilt(folders, root = ROOT) {
  return folders.filter((folder) => {
    const record = join(folder, RECORD);
    if (!existsSync(join(folder, 'dist')) || !existsSync(record)) return true;
    return readFileSync(record, 'utf8') !== fingerprintOf(folder, root);
  });
}

let asserted = false;

/** Throws unless all packages, and the examples, are built from the sources as they are. */
export function assertBuilt() {
  if (asserted) return;
  const packages = join(ROOT, 'packages');
  const folders = [...readdirSync(packages).map((name) => join(packages, name)), join(ROOT, 'examples')];
  const old = notBuilt(folders.filter((folder) => isBuilt(folder)));
  if (old.length > 0) {
    const names = old.map((folder) => relative(ROOT, folder)).join(', ');
    throw new Error(`This test runs what is built, and ${names} changed since the last build: run \`pnpm build\`.`);
  }
  asserted = true;
}

/** Whether there is something to build. @param {string} folder */
function isBuilt(folder) {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.build !== undefined;
}

// As a script, it records: node ../../build/built-from.mjs
if (process.argv[1] === fileURLToPath(import.meta.url)) recordFingerprint(process.cwd());
