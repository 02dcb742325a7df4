import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustRun, run } from './command.js';
import { endpoints, programs } from './programs.js';
import type { Program } from './programs.js';
import { tarballOf } from './tarballs.js';
import { compiler, published, readManifest, root } from './workspace.js';

/** What the program needs beside it, and not because of it: `@types/node` and what that needs. */
const DEVELOPMENT = ['@types', 'undici-types', '.package-lock.json', '.bin'];

/** It has all patterns, the cryptography, and what is particular to the npm package `zeromq`. */
const DROP_IN = '@zeromq-ts/zeromq';

/** Of an unpacked install, see docs/decisions/bundle-sizes.md; all in one has the cryptography with it. */
const mostBytes = (name: string): number =>
  name === DROP_IN
    ? 3_300_000
    : ['zeromq-ts', '@zeromq-ts/security'].includes(name)
      ? 3_300_000
      : ['@zeromq-ts/dashboard', '@zeromq-ts/websocket'].includes(name)
        ? 1_900_000
        : name === '@zeromq-ts/recording'
          ? 1_700_000
          : ['@zeromq-ts/proxy', '@zeromq-ts/rpc', '@zeromq-ts/stats', '@zeromq-ts/workers'].includes(name)
            ? 1_700_000
            : 1_600_000;

const nodeTypes = readManifest(join(root, 'package.json')).devDependencies?.['@types/node'] ?? '*';

/** An empty project that installs one tarball, or what is named beside it; what that needs comes from tarballs, too. */
async function install(name: string, beside: readonly string[] = []): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-alone-'));
  const wanted = [name, ...beside];
  const siblings = published.map(({ manifest }) => manifest.name).filter((sibling) => !wanted.includes(sibling));
  const manifest = {
    private: true,
    dependencies: Object.fromEntries(wanted.map((each) => [each, `file:${tarballOf(each)}`])),
    devDependencies: { '@types/node': nodeTypes },
    overrides: Object.fromEntries(siblings.map((sibling) => [sibling, `file:${tarballOf(sibling)}`])),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await mustRun('npm', ['install', '--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline'], folder);
  return folder;
}

/** Bytes of all that an install has brought for the user of a package; of files, not of the blocks of a disk. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => statSync(join(folder, file)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}

function asModule({ name, imports, body, beside = [] }: Program): string {
  return `
    ${beside.map((each) => `import '${each}';`).join('\n')}
    import { createSocket } from '@zeromq-ts/core';
    import { ${imports} } from '${name}';
    async function talk(at) {${body}}
    for (const at of ${JSON.stringify(endpoints)}) await talk(at);
  `;
}

function asScript({ name, imports, body, beside = [] }: Program): string {
  return `
    ${beside.map((each) => `require('${each}');`).join('\n')}
    const { createSocket } = require('@zeromq-ts/core');
    const { ${imports} } = require('${name}');
    async function talk(at) {${body}}
    (async () => { for (const at of ${JSON.stringify(endpoints)}) await talk(at); })();
  `;
}

function asTypeScript({ name, imports, body, compiles, refused, beside = [] }: Program): string {
  const block = (statement: string): string => `{\n${statement}\n}`;
  return [
    `import { createSocket, type Message } from '@zeromq-ts/core';`,
    ...beside.map((each) => `import '${each}';`),
    `import * as packageUnderTest from '${name}';`,
    `import { ${imports} } from '${name}';`,
    `export async function talk(at: string): Promise<void> {${body}}`,
    `export type Received = Message;`,
    ...compiles.map(block),
    ...refused.map((statement) => block(`// @ts-expect-error\n${statement}`)),
  ].join('\n');
}

const alonePrograms = programs.map(({ alone, ...program }) => ({
  ...program,
  body: program.body + (alone?.body ?? ''),
  expected: [...program.expected, ...(alone?.expected ?? [])],
}));

describe.each(alonePrograms)('$name, installed alone', (program) => {
  const expected = endpoints.flatMap(() => program.expected);
  let project = '';

  const lines = async (file: string): Promise<string[]> => {
    return (await mustRun(process.execPath, [file], project)).trim().split('\n');
  };

  beforeAll(async () => {
    project = await install(program.name, program.beside);
  });

  afterAll(() => {
    if (project) rmSync(project, { recursive: true, force: true });
  });

  it('takes less than 1.6 MB with all that it needs, 1.7 MB when it builds on a pattern, 1.9 MB with WebSocket or a page, 3.3 MB with the cryptography or as the drop-in', () => {
    const modules = join(project, 'node_modules');
    const brought = readdirSync(modules).filter((name) => !DEVELOPMENT.includes(name));
    expect(brought).toEqual(expect.arrayContaining(['@zeromq-ts']));
    const bytes = brought.reduce((sum, name) => sum + bytesOf(join(modules, name)), 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(mostBytes(program.name));
  });

  it('runs as an ES module', async () => {
    writeFileSync(join(project, 'program.mjs'), asModule(program));
    expect(await lines('program.mjs')).toEqual(expected);
  });

  it('runs through require()', async () => {
    writeFileSync(join(project, 'program.cjs'), asScript(program));
    expect(await lines('program.cjs')).toEqual(expected);
  });

  it('runs when bundled, its socket types still registered', async () => {
    await build({
      stdin: { contents: asModule(program), resolveDir: project },
      outfile: join(project, 'bundle.mjs'),
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['zeromq'],
      logLevel: 'silent',
    });
    expect(await lines('bundle.mjs')).toEqual(expected);
  });

  it('type-checks strictly: its own socket types, and no others', async () => {
    const options = {
      strict: true,
      noEmit: true,
      target: 'ES2022',
      module: 'NodeNext',
      types: ['node'],
      skipLibCheck: false,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['check.mts'] }));
    writeFileSync(join(project, 'check.mts'), asTypeScript(program));
    expect(await run(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], project)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
});
