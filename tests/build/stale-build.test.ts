import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { notBuilt, recordFingerprint } from '../../build/built-from.mjs';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const root = mkdtempSync(join(tmpdir(), 'zeromq-ts-build-'));
const folder = join(root, 'package');
const PAGE = ['page.css', 'page.html', 'icon.svg'];
const source = join(folder, 'src/socket/send.ts');

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'src/socket'), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(source, 'export const send = 1;\n');
  for (const name of PAGE) writeFileSync(join(folder, 'page', name), '');
  writeFileSync(join(root, 'turbo.json'), JSON.stringify({ globalDependencies: ['build.mjs'] }));
  recordFingerprint(folder, root);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('what was built', () => {
  it('is good as long as its sources are the same, whenever they were written', () => {
    writeFileSync(source, 'export const send = 1;\n');
    expect(notBuilt([folder], root)).toEqual([]);
  });

  it.each([
    ['a source is changed', () => writeFileSync(source, `throw new Error('today');\n`)],
    ['a source is added', () => writeFileSync(join(folder, 'src/more.ts'), '')],
    ['a source is removed', () => rmSync(source)],
    ['the manifest is changed', () => writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')],
    ['the build itself is changed', () => writeFileSync(join(root, 'build.mjs'), 'build();')],
    ...PAGE.map((name): [string, () => void] => [
      `${name} is changed`,
      () => writeFileSync(join(folder, 'page', name), 'changed'),
    ]),
    ['it is removed', () => rmSync(join(folder, 'dist'), { recursive: true })],
  ])('is old when %s', (_what, change) => {
    change();
    expect(notBuilt([folder], root)).toEqual([folder]);
    rmSync(join(root, 'build.mjs'), { force: true });
  });

  it('depends on every program that the builds of the packages run', () => {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(REPOSITORY, file), 'utf8'));
    const { globalDependencies } = read('turbo.json') as { globalDependencies: readonly string[] };
    const packages = readdirSync(join(REPOSITORY, 'packages')).map((name) => `packages/${name}/package.json`);
    const programs = [...packages, 'examples/package.json'].flatMap((manifest) => {
      const { scripts } = read(manifest) as { scripts?: Readonly<Record<string, string>> };
      return [...(scripts?.['build'] ?? '').matchAll(/build\/[a-z-]+\.mjs/gu)].map(([program]) => program);
    });
    expect(new Set(programs).size).toBeGreaterThan(3);
    expect([...new Set(programs)].filter((program) => !globalDependencies.includes(program))).toEqual([]);
  });

  it('does not depend on tests', () => {
    writeFileSync(join(folder, 'src/socket/send.test.ts'), '');
    mkdirSync(join(folder, 'test'));
    writeFileSync(join(folder, 'test/send.ts'), '');
    expect(notBuilt([folder], root)).toEqual([]);
  });
});

/** What starts programs that do not use what is built, or only by way of those that look. */
const OTHERS: Readonly<Record<string, string>> = {
  'tests/chaos/endangered-peer.ts': 'by LineChild',
  'tests/cli/messages.test.ts': 'makes a pipe with mkfifo',
  'tests/cli/time-over.test.ts': 'makes a pipe with mkfifo',
  'tests/docs/contributing.test.ts': 'runs what the page says in a copy of the sources',
  'tests/docs/program.ts': 'snippets are bundled from the sources',
  'tests/drop-in/compat.test.ts': 'a class of its own that is called Worker',
  'tests/drop-in/differences.test.ts': 'by program.ts, which looks',
  'tests/hostile/event-loop.test.ts': 'a thread that uses node:net alone',
  'tests/hostile/victim-process.ts': 'by LineChild',
  'tests/interop/foreign-peer.ts': 'by LineChild: other libraries',
  'tests/cli/rec.test.ts': 'makes a pipe with mkfifo',
  'tests/interop/libraries.ts': 'looks for other libraries',
  'tests/matrix/provenance.ts': 'asks git',
  'tests/packaging/command.ts': 'the packaging tests build the packages themselves',
  'tests/processes/few-descriptors.test.ts': 'by LineChild',
  'tests/processes/ipc-paths.test.ts': 'by LineChild: uses node:net alone',
  'tests/processes/program.ts': 'by LineChild',
  'tests/releases/registry.ts': 'starts the registry',
  'tests/security/certificates-with-others.test.ts': 'by LineChild: other libraries',
  'tests/soak/network.ts': 'sets up the network',
  'tests/stats/watch-stats.test.ts': 'uses node:net alone',
  'packages/security/test/authenticators.test.ts': 'makes a pipe with mkfifo',
  'packages/transports/test/stream/fair-turns.test.ts': 'a thread that uses node:net alone',
  'packages/transports/test/tcp/deaf-listener.ts': 'uses node:net alone',
  'tests/websocket/nginx.test.ts': 'starts nginx',
};

const STARTS = /\b(?:spawn|fork|execFile)(?:Sync)?\(|new (?:Worker|LineChild)\(/;

function testFiles(): string[] {
  const folders = ['tests', ...readdirSync(join(REPOSITORY, 'packages')).map((name) => `packages/${name}/test`)];
  return folders
    .filter((from) => existsSync(join(REPOSITORY, from)))
    .flatMap((from) => {
      const files = readdirSync(join(REPOSITORY, from), { recursive: true, encoding: 'utf8' });
      return files
        .filter((file) => /^(?!.*(?:node_modules|\.cache)).*\.ts$/.test(file))
        .map((file) => relative(REPOSITORY, join(REPOSITORY, from, file)).replaceAll('\\', '/'));
    });
}

it('every test that starts a program of what is built looks whether that is old', () => {
  const starting = testFiles().filter((file) => STARTS.test(readFileSync(join(REPOSITORY, file), 'utf8')));
  const looking = starting.filter((file) => readFileSync(join(REPOSITORY, file), 'utf8').includes('assertBuilt()'));
  expect(looking.length).toBeGreaterThan(3);
  const unknown = starting.filter((file) => !looking.includes(file) && OTHERS[file] === undefined);
  expect(unknown, 'call assertBuilt() of build/built-from.mjs, or say why not in OTHERS').toEqual([]);
});
