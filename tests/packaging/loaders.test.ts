import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectSnippets } from '../docs/snippets.js';
import { mustRun, run } from './command.js';
import { tarballOf } from './tarballs.js';
import { published, readManifest, root } from './workspace.js';

const PROGRAM = `
  async function talk({ ZMQDealer, ZMQRouter }, at) {
    const router = new ZMQRouter();
    const dealer = new ZMQDealer(await router.bind(at));
    await dealer.send('question');
    const [id, question] = await router.receive();
    await router.send([id, question]);
    const answer = (await dealer.receive()).text();
    await dealer.close();
    await router.close();
    return answer;
  }
`;

const TYPESCRIPT_5 = '5.9.3';

/** As the defaults of `tsc --init`, so far as they are about types; and what the setting needs. */
const STRICT = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  skipLibCheck: false,
  noEmit: true,
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable'],
  types: ['node'],
};
const SETTINGS = [
  { name: 'commonjs', commonJS: true, options: { module: 'CommonJS', moduleResolution: 'Node10' } },
  { name: 'node16', commonJS: true, options: { module: 'Node16' } },
  { name: 'nodenext', commonJS: false, options: { module: 'NodeNext' } },
] as const;

let project = '';

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'zeromq-ts-loaders-'));
  const files = Object.fromEntries(published.map(({ manifest: { name } }) => [name, `file:${tarballOf(name)}`]));
  const { devDependencies } = readManifest(join(root, 'package.json'));
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: files,
      devDependencies: {
        '@types/node': devDependencies?.['@types/node'],
        typescript: TYPESCRIPT_5,
      },
      overrides: files,
    }),
  );
  await mustRun('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], project);
}, 300_000);

afterAll(() => {
  if (project) rmSync(project, { recursive: true, force: true });
});

it('require() and import in one process give one copy of each package', async () => {
  writeFileSync(
    join(project, 'both.cjs'),
    `${PROGRAM}
    const required = require('zeromq-ts');
    import('zeromq-ts').then(async (imported) => {
      console.log(imported.ZMQRouter === required.ZMQRouter, await talk({ ...required, ZMQDealer: imported.ZMQDealer }, 'tcp://127.0.0.1:*'));
    });`,
  );
  expect(await run(process.execPath, ['both.cjs'], project)).toEqual({
    code: 0,
    stdout: 'true question\n',
    stderr: '',
  });
});

describe('TypeScript 5.9', () => {
  it.each(SETTINGS)('compiles what the README shows, with module $name', async ({ name, commonJS, options }) => {
    const folder = join(project, `typescript-${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: commonJS ? 'commonjs' : 'module' }));
    const shown = collectSnippets().filter(({ path }) => /^(packages\/[\w-]+\/)?README\.md$/.test(path));
    expect(shown.length).toBeGreaterThan(9);
    for (const snippet of shown) {
      writeFileSync(join(folder, `${snippet.name}.ts`), commonJS ? inFunction(snippet.code) : snippet.code);
    }
    // The entry points that TypeScript finds by the folder or by `typesVersions` when it does not read exports maps.
    writeFileSync(
      join(folder, 'entries.ts'),
      `import { zmtp } from '@zeromq-ts/transports/zmtp';
      import { libzmq } from '@zeromq-ts/transports/libzmq';
      import { ZMQError } from '@zeromq-ts/core/spi';
      import type { ZMQError as Same } from '@zeromq-ts/core';
      export const error: Same = new ZMQError('EINVAL', [zmtp.name, libzmq.name].join());`,
    );
    const compilerOptions = { ...STRICT, ...options };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    expect(
      await run(
        process.execPath,
        [join(project, 'node_modules/typescript/bin/tsc'), '-p', '.', '--pretty', 'false'],
        folder,
      ),
    ).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
});

/** CommonJS has no `await` outside of functions: all but the imports goes into one. */
function inFunction(code: string): string {
  const imports: string[] = [];
  const body = code.replaceAll(/^import [\s\S]*?;\n/gm, (statement) => {
    imports.push(statement);
    return '';
  });
  return `${imports.join('')}export async function main() {\n${body}\n}\n`;
}
