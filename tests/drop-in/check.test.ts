import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';

const CLI = fileURLToPath(new URL('../../packages/zeromq/dist/cli.cjs', import.meta.url));

let folder: string;

beforeAll(() => assertBuilt());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drop-in-check-'));
  await mkdir(join(folder, 'src'));
});

afterEach(() => rm(folder, { recursive: true }));

async function check(files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'check', folder]);
  return stdout;
}

it('names what is the same, what differs and where, and what has no effect', async () => {
  const report = await check({
    'package.json': JSON.stringify({ dependencies: { zeromq: '^6.1.0' } }),
    'src/server.ts': [
      "import { Router } from 'zeromq';",
      'const router = new Router({ mandatory: true });',
      'router.sendTimeout = 5;',
      "await router.bind('inproc://workers');",
      'router.affinity = 3;',
    ].join('\n'),
    'src/other.ts': "connect('inproc://not of zeromq');",
  });
  expect(report).toContain('1 source files use zeromq.');
  expect(report).toMatch(/same meaning: .*Router.*bind.*sendTimeout/u);
  expect(report).toContain('differs: inproc:// does not connect worker threads');
  expect(report).toContain("src/server.ts:4: await router.bind('inproc://workers');");
  expect(report).toContain('no effect: There are no threads for I/O');
  expect(report).not.toContain('not of zeromq');
  expect(report).toContain('"zeromq": "^6.1.0" becomes "zeromq": "npm:@zeromq-ts/zeromq@');
});

it.each([
  ['package-lock.json', '"overrides": { "zeromq"'],
  ['pnpm-lock.yaml', '"pnpm": { "overrides": { "zeromq"'],
  ['yarn.lock', '"resolutions": { "zeromq"'],
  ['bun.lock', '"overrides": { "zeromq"'],
])('with %s, says how dependencies get it', async (lock, text) => {
  expect(await check({ 'package.json': '{}', [lock]: '' })).toContain(text);
});

it('speaks of versions 4 and 5, of bundlers and of Electron where they are used', async () => {
  const manifest = { dependencies: { zeromq: '5.2.8' }, devDependencies: { electron: '33', webpack: '5' } };
  const report = await check({ 'package.json': JSON.stringify(manifest) });
  expect(report).toContain('zeromq/v5-compat');
  expect(report).toContain('webpack: zeromq need not be external');
  expect(report).toContain('Electron: no rebuild');
});

it('without a package.json, it fails and says what to do', async () => {
  const failing = check({});
  await expect(failing).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('package.json') });
  await expect(failing).rejects.toMatchObject({ stderr: expect.stringContaining('check FOLDER') });
  await expect(failing).rejects.not.toMatchObject({ stderr: expect.stringContaining('ENOENT') });
});

it.each([
  ['{', 'is not JSON'],
  ['[]', 'is not an object'],
])('with a package.json that is %j, it fails and says so', async (manifest, text) => {
  await expect(check({ 'package.json': manifest })).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(new RegExp(`package\\.json ${text}`, 'u')),
  });
});
