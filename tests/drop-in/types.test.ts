import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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

/** What TypeScript 3.7 says of a program, in a project that has installed the package. */
async function compiledByOld(program: string): Promise<string> {
  const project = join(folder, 'old');
  const installed = join(project, 'node_modules', 'zeromq');
  await rm(project, { recursive: true, force: true });
  await mkdir(installed, { recursive: true });
  await mkdir(join(project, 'node_modules', '@types'));
  const drop = join(ROOT, 'packages', 'zeromq');
  const { version, publishConfig } = JSON.parse(await readFile(join(drop, 'package.json'), 'utf8')) as {
    version: string;
    publishConfig: object;
  };
  await writeFile(join(installed, 'package.json'), JSON.stringify({ name: 'zeromq', version, ...publishConfig }));
  await symlink(join(drop, 'dist'), join(installed, 'dist'), 'junction');
  const tools = join(ROOT, 'tests', 'node_modules');
  await symlink(join(tools, 'types-of-node-10'), join(project, 'node_modules', '@types', 'node'), 'junction');
  const compilerOptions = { target: 'es3', module: 'commonjs', types: ['node'], strict: true, noEmit: true };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  await writeFile(join(project, 'program.ts'), program);
  try {
    await promisify(execFile)(process.execPath, [join(tools, 'typescript-3.7', 'bin', 'tsc'), '-p', project]);
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

it(
  'what programs write compiles with TypeScript 3.7, too, the oldest that the npm package is for',
  async () => {
    const program = await readFile(join(HERE, 'types', 'old-program.txt'), 'utf8');
    expect(await compiledByOld(program)).toBe('');
    const wrong = program.replace('ioThreads: 1', `ioThreads: '1'`).replace('first.length', 'first.size');
    const complaints = await compiledByOld(wrong);
    expect(complaints).toContain("Type 'string' is not assignable to type 'number | undefined'");
    expect(complaints).toContain("Property 'size' does not exist on type 'Buffer'");
  },
  COMPILER_MS,
);
