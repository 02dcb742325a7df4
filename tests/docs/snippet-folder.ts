import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { runNode } from './program.js';
import type { Snippet } from './snippets.js';

// Inside `tests`, so that a snippet finds the packages as the programs of a user would.
const FOLDER = fileURLToPath(new URL('../.cache/snippets/', import.meta.url));
const TSCONFIG = {
  extends: '../../../tsconfig.base.json',
  compilerOptions: {
    composite: false,
    declaration: false,
    declarationMap: false,
    noEmit: true,
    // Examples may declare what they do not go on to use.
    noUnusedLocals: false,
    noUnusedParameters: false,
    // The packages are read from their sources: nothing needs to be built.
    customConditions: ['source'],
  },
  include: ['*.ts'],
};
const COMPILER_MS = 60_000;
// Of its own, or that of the repository would be found. Bundles are tests when their snippets import vitest. The limits of
// vitest are too short for many programs at once on a busy machine; whoever starts it has a limit for the whole.
const TEST_CONFIG = `export default {
  test: {
    include: ['out/*.mjs'],
    reporters: ['json'],
    testTimeout: 0,
    hookTimeout: 0,
    teardownTimeout: 60_000,
  },
};
`;
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/** Writes snippets to files and bundles each with the packages' sources. */
export async function prepareSnippets(snippets: readonly Snippet[]): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, code } of snippets) writeFileSync(sourcePath(name), code);
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  writeFileSync(join(FOLDER, 'vitest.config.mjs'), TEST_CONFIG);
  await build({
    entryPoints: snippets.map(({ name }) => sourcePath(name)),
    outdir: join(FOLDER, 'out'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    sourcemap: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['source'],
    external: ['zeromq', 'vitest', 'express', 'fastify', 'hono', '@hono/node-server'],
    logLevel: 'silent',
  });
}

/** Compiles all snippets at once; resolves to what the compiler says against them, with their places. */
export async function typeErrors(snippets: readonly Snippet[]): Promise<string[]> {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const { ended, stdout, stderr } = await runNode([compiler, '-p', FOLDER, '--pretty', 'false'], FOLDER, COMPILER_MS);
  const paths = new Map(snippets.map(({ name, path }) => [`${name}.ts`, path]));
  // An error may go on in indented lines. Those about the packages' own sources are told by `pnpm types`.
  const errors = stdout.split(/\n(?=\S)/).filter((error) => error !== '' && !error.startsWith('../'));
  if (stdout === '' && !ended.endsWith(' 0')) errors.push(`The compiler ended ${ended}: ${stderr}`);
  return errors.map((error) =>
    error.replace(/^([^/(]+)\((\d+),\d+\)/, (_, file: string, line) => `${paths.get(file) ?? file}:${line}`),
  );
}

/** What node is started with, in order to run a snippet: by itself, or by vitest when it has tests. */
export function argumentsFor({ name, code }: Snippet): string[] {
  if (!hasTests(code)) return ['--enable-source-maps', bundlePath(name)];
  return [VITEST, 'run', '--root', FOLDER, `out/${name}.mjs`];
}

/** Whether a snippet is a file of tests. */
export function hasTests(code: string): boolean {
  return /^import .* from 'vitest';$/m.test(code);
}

/** The bundle of a snippet. */
function bundlePath(name: string): string {
  return join(FOLDER, 'out', `${name}.mjs`);
}

function sourcePath(name: string): string {
  return join(FOLDER, `${name}.ts`);
}
