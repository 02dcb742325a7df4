import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mustRun } from './command.js';
import { published, readManifest, root, unpublished } from './workspace.js';

const copies: string[] = [];

afterEach(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

/** What decides about versions, in a repository of its own, every published package at the version given. */
async function copyRepository(version: string): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'zeromq-ts-release-'));
  copies.push(copy);

  for (const path of ['package.json', 'pnpm-workspace.yaml', '.changeset', 'build']) {
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  for (const { folder, manifest } of [...published, ...unpublished]) {
    cpSync(join(root, folder, 'package.json'), join(copy, folder, 'package.json'));
    if (manifest.private) continue;
    cpSync(join(root, folder, 'src'), join(copy, folder, 'src'), { recursive: true });
    writeFileSync(join(copy, folder, 'package.json'), JSON.stringify({ ...manifest, version }, null, 2));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, '.gitignore'), 'node_modules\n');

  const identity = ['-c', 'user.name=release', '-c', 'user.email=release@example.org'];
  await mustRun('git', ['init', '-q', '-b', 'main', '.'], copy);
  await mustRun('git', ['add', '-A'], copy);
  await mustRun('git', [...identity, 'commit', '-q', '-m', 'manifests'], copy);
  return copy;
}

interface Released {
  readonly versions: Readonly<Record<string, string>>;
  readonly changelogs: Readonly<Record<string, string>>;
}

/** As the script `version-packages` does it, without the lockfile. */
async function versionPackages(copy: string): Promise<Released> {
  await mustRun(process.execPath, ['build/prepare-changesets.mjs', '.'], copy);
  await mustRun(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], copy);
  const versions: Record<string, string> = {};
  const changelogs: Record<string, string> = {};
  for (const { folder, manifest } of published) {
    versions[manifest.name] = readManifest(join(copy, folder, 'package.json')).version;
    const changelog = join(copy, folder, 'CHANGELOG.md');
    if (existsSync(changelog)) changelogs[manifest.name] = readFileSync(changelog, 'utf8');
  }
  return { versions, changelogs };
}

type Kind = 'patch' | 'minor' | 'major';

/** What comes of one change: of this kind, in this package. */
async function release(from: string, name: string, kind: Kind): Promise<Released> {
  const copy = await copyRepository(from);
  for (const file of readdirSync(join(copy, '.changeset'))) {
    if (file.endsWith('.md')) rmSync(join(copy, '.changeset', file));
  }
  writeFileSync(join(copy, '.changeset/change.md'), `---\n'${name}': ${kind}\n---\n\nA change.\n`);
  return versionPackages(copy);
}

const names = published.map(({ manifest }) => manifest.name);
const everything = (version: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, version]));

describe('the first release', () => {
  it('gives each package 0.1.0 and one entry in its changelog, which says what the package is', async () => {
    const copy = await copyRepository('0.0.0');
    const introductions = Object.fromEntries(
      published.map(({ folder, manifest }) => {
        const [, , introduction] = readFileSync(
          join(copy, `.changeset/${folder.replace('packages/', 'first-')}.md`),
          'utf8',
        ).split('---\n');
        return [manifest.name, introduction?.trim()];
      }),
    );
    writeFileSync(join(copy, '.changeset/fix.md'), `---\n'@zeromq-ts/core': patch\n---\n\nA fix before.\n`);
    writeFileSync(join(copy, '.changeset/more.md'), `---\n'@zeromq-ts/pair': major\n---\n\nA change before.\n`);
    const { versions, changelogs } = await versionPackages(copy);

    expect(versions).toEqual(everything('0.1.0'));
    for (const name of names) {
      expect(changelogs[name]).toBe(`# ${name}\n\n## 0.1.0\n\n### Minor Changes\n\n- ${introductions[name]}\n`);
    }
  });

  it('needs that entry', async () => {
    const copy = await copyRepository('0.0.0');
    rmSync(join(copy, '.changeset/first-pair.md'));
    await expect(versionPackages(copy)).rejects.toThrow(/write \.changeset\/first-pair\.md/);
  });

  it('of a package that is added later has no entries of before either', async () => {
    const copy = await copyRepository('1.2.0');
    const pair = join(copy, 'packages/pair/package.json');
    writeFileSync(pair, JSON.stringify({ ...readManifest(pair), version: '0.0.0' }, null, 2));
    for (const file of readdirSync(join(copy, '.changeset'))) {
      if (file.endsWith('.md') && file !== 'first-pair.md') rmSync(join(copy, '.changeset', file));
    }
    writeFileSync(
      join(copy, '.changeset/fix.md'),
      `---\n'@zeromq-ts/pair': patch\n'@zeromq-ts/core': patch\n---\n\nA fix.\n`,
    );
    const { versions, changelogs } = await versionPackages(copy);
    expect(versions).toMatchObject({ '@zeromq-ts/pair': '0.1.0', '@zeromq-ts/core': '1.2.1' });
    expect(changelogs['@zeromq-ts/pair']).not.toContain('A fix.');
    expect(changelogs['@zeromq-ts/core']).toContain('A fix.');
  });
});

describe('a release with one change', () => {
  it.each([
    ['minor', '0.1.0', '0.2.0'],
    ['minor', '0.9.3', '0.10.0'],
    ['major', '1.4.2', '2.0.0'],
  ] as const)('that breaks core (%s, %s to %s) breaks each package that hands on its types', async (kind, from, to) => {
    const { versions, changelogs } = await release(from, '@zeromq-ts/core', kind);
    expect(versions).toEqual(everything(to));
    for (const name of names) {
      expect(changelogs[name]).toContain(`### ${kind === 'minor' ? 'Minor' : 'Major'} Changes\n\n- A change.`);
    }
  });

  it('that takes core from 0.x to 1.0 leaves it to the others when they follow', async () => {
    const { versions } = await release('0.3.0', '@zeromq-ts/core', 'major');
    expect(versions).toEqual({ ...everything('0.4.0'), '@zeromq-ts/core': '1.0.0' });
  });

  it.each([
    ['@zeromq-ts/core', 'patch', '0.1.0', '0.1.1'],
    ['@zeromq-ts/core', 'patch', '1.4.2', '1.4.3'],
    ['@zeromq-ts/core', 'minor', '1.4.2', '1.5.0'],
    ['@zeromq-ts/pubsub', 'patch', '0.1.0', '0.1.1'],
    ['@zeromq-ts/pubsub', 'minor', '1.4.2', '1.5.0'],
    ['@zeromq-ts/transports', 'patch', '0.1.0', '0.1.1'],
    ['@zeromq-ts/security', 'patch', '0.1.0', '0.1.1'],
    ['@zeromq-ts/security', 'minor', '1.4.2', '1.5.0'],
  ] as const)('that breaks nothing changes one package: %s, %s, %s', async (name, kind, from, to) => {
    const { versions, changelogs } = await release(from, name, kind);
    expect(versions).toEqual({ ...everything(from), [name]: to });
    expect(Object.keys(changelogs)).toEqual([name]);
  });

  it('that breaks transports is a patch of the patterns, which do not hand it on', async () => {
    const { versions, changelogs } = await release('0.1.0', '@zeromq-ts/transports', 'minor');
    expect(versions).toEqual({
      ...everything('0.1.1'),
      '@zeromq-ts/core': '0.1.0',
      '@zeromq-ts/security': '0.1.0',
      // They have no transports of their own.
      '@zeromq-ts/dashboard': '0.1.0',
      '@zeromq-ts/proxy': '0.1.0',
      '@zeromq-ts/recording': '0.1.0',
      '@zeromq-ts/rpc': '0.1.0',
      '@zeromq-ts/stats': '0.1.0',
      '@zeromq-ts/typed': '0.1.0',
      '@zeromq-ts/workers': '0.1.0',
      '@zeromq-ts/zeromq': '0.1.0',
      '@zeromq-ts/transports': '0.2.0',
      // `zmq --trace` is an engine made of those of transports.
      '@zeromq-ts/cli': '0.2.0',
      // Its endpoints are made of what transports exports.
      '@zeromq-ts/websocket': '0.2.0',
      'zeromq-ts': '0.2.0',
    });
    expect(changelogs['@zeromq-ts/pair']).toBe(
      '# @zeromq-ts/pair\n\n## 0.1.1\n\n### Patch Changes\n\n- Requires `@zeromq-ts/transports` 0.2.0; its changelog says what has changed.\n',
    );
  });

  it('that breaks security leaves transports alone, whose optional peer it is', async () => {
    for (const [kind, from, to] of [
      ['minor', '0.1.0', '0.2.0'],
      ['major', '1.4.2', '2.0.0'],
    ] as const) {
      const { versions } = await release(from, '@zeromq-ts/security', kind);
      expect(versions).toEqual({
        ...everything(from),
        '@zeromq-ts/security': to,
        '@zeromq-ts/cli': to,
        '@zeromq-ts/zeromq': to,
        'zeromq-ts': to,
      });
    }
  });
});

describe('the built types', () => {
  it.each(published)('of $manifest.name name only packages that are known to be handed on', ({ folder, manifest }) => {
    const dist = join(root, folder, 'dist');
    const types = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.d.ts'))
      .map((file) => readFileSync(join(dist, file), 'utf8').replaceAll(/\/\*.*?\*\//gs, ''))
      .join('\n');
    const named = [...types.matchAll(/(?:from |import\()['"](@zeromq-ts\/[a-z]+)/g)].map(([, name]) => name);
    const sources = readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, folder, 'src', file), 'utf8'))
      .join('\n');
    for (const name of new Set(named)) {
      if (name === manifest.name) continue;
      expect(sources, name).toMatch(new RegExp(` from '${name}['/]`));
      expect(manifest.dependencies).toHaveProperty([name ?? '']);
    }
  });
});
