import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import * as vite from 'vite';
import webpack from 'webpack';

/** The modules of a page, by their names; the first one is `page.js`. */
export type Bundle = ReadonlyMap<string, string>;

const file = (entry: string): string => fileURLToPath(new URL(entry, import.meta.url));

interface Chunk {
  readonly type: string;
  readonly fileName: string;
  readonly code?: string;
}

const ofChunks = (chunks: readonly Chunk[]): Bundle =>
  new Map(chunks.map(({ fileName, code }) => [fileName, code ?? '']));

/** A folder for what a bundler writes. */
async function within(work: (folder: string) => Promise<unknown>): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-bundle-'));
  try {
    await work(folder);
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Each with nothing set but what it needs to make ES modules for browsers, in the way of an application: they use the
 * packages as they are built, by the condition `browser`.
 */
export const BUNDLERS: Readonly<Record<string, (entry: string) => Promise<Bundle>>> = {
  esbuild: (entry) =>
    within((outdir) =>
      esbuild.build({
        entryPoints: { page: file(entry) },
        bundle: true,
        splitting: true,
        minify: true,
        format: 'esm',
        outdir,
      }),
    ),

  async rollup(entry) {
    const bundle = await rollup({
      input: { page: file(entry) },
      plugins: [nodeResolve({ browser: true })],
      onLog(level, { message }) {
        if (level === 'warn') throw new Error(message);
      },
    });
    return ofChunks((await bundle.generate({ format: 'es' })).output);
  },

  async vite(entry) {
    const result = await vite.build({
      configFile: false,
      root: tmpdir(),
      logLevel: 'silent',
      build: {
        write: false,
        rollupOptions: {
          input: { page: file(entry) },
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        },
      },
    });
    return ofChunks([result].flat().flatMap((each) => ('output' in each ? (each.output as readonly Chunk[]) : [])));
  },

  webpack: (entry) =>
    within(
      (path) =>
        new Promise((resolve, reject) => {
          const compiler = webpack({
            mode: 'production',
            target: 'web',
            entry: { page: file(entry) },
            output: { path, filename: '[name].js', module: true, library: { type: 'module' } },
            experiments: { outputModule: true },
            performance: false,
          });
          compiler?.run((error, stats) => {
            if (error) reject(error);
            else if (stats?.hasErrors() === true || stats?.hasWarnings() === true) reject(new Error(stats.toString()));
            else compiler.close(resolve);
          });
        }),
    ),
};
