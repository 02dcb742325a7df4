import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(HERE, '..', '..');
const DROP_IN = join(ROOT, 'packages', 'zeromq', 'dist', 'index.d.cts');
const NPM = join(ROOT, 'node_modules', 'zeromq', 'lib', 'index.d.ts');
const COMPILER_MS = 60_000;

let folder: string;

beforeAll(async () => {
  assertBuilt();
  folder = await mkdtemp(join(tmpdir(), 'drop-in-types-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** What the compiler says of a file, when a module is found in this file. */
async function compiled(file: string, paths: Record<string, readonly string[]>): Promise<string> {
  const config = join(folder, 'tsconfig.json');
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    lib: ['ES2023', 'ESNext.Disposable'],
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    rootDir: '/',
    paths,
  };
  await writeFile(config, JSON.stringify({ compilerOptions, files: [join(HERE, 'types', file)] }));
  try {
    await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', config]);
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

it('the types of the drop-in and of the npm package can be used for each other', { timeout: COMPILER_MS }, async () => {
  expect(await compiled('both-ways.ts', { zeromq: [NPM], '@zeromq-ts/zeromq': [DROP_IN] })).toBe('');
});

it.each([
  ['the npm package', NPM],
  ['the drop-in', DROP_IN],
])('what programs write compiles with %s', { timeout: COMPILER_MS }, async (_name, types) => {
  expect(await compiled('program.ts', { zeromq: [types] })).toBe('');
});
