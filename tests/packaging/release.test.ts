import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mustRun } from './command.js';
import { published, readManifest, root, unpublished } from './workspace.js';

const copies: string[] = [];

afterEach(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

/** The manifests alone, every published package at the version given, in a repository of its own. */
async function copyManifests(version: string): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'zeromq-ts-release-'));
  copies.push(copy);

  for (const file of ['package.json', 'pnpm-workspace.yaml', '.changeset/config.json']) {
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  for (const { folder, manifest } of [...published, ...unpublished]) {
    const file = join(copy, folder, 'package.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(manifest.private ? manifest : { ...manifest, version }, null, 2));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, '.gitignore'), 'node_modules\n');

  const identity = ['-c', 'user.name=release', '-c', 'user.email=release@example.org'];
  await mustRun('git', ['init', '-q', '-b', 'main', '.'], copy);
  await mustRun('git', ['add', '-A'], copy);
  await mustRun('git', [...identity, 'commit', '-q', '-m', 'manifests'], copy);
  return copy;
}

/** The versions after `changeset version` with one change: of this kind, in this package. */
async function release(from: string, name: string, kind: 'patch' | 'minor'): Promise<Record<string, string>> {
  const copy = await copyManifests(from);
  writeFileSync(join(copy, '.changeset/change.md'), `---\n'${name}': ${kind}\n---\n\nA change.\n`);
  await mustRun(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], copy);
  const versions = published.map(({ folder, manifest }) => {
    return [manifest.name, readManifest(join(copy, folder, 'package.json')).version] as const;
  });
  return Object.fromEntries(versions);
}

function major(version: string | undefined): string | undefined {
  return version?.split('.')[0];
}

describe('a release with one change in core', () => {
  it.each([
    ['minor', '0.0.0', '0.1.0'],
    ['minor', '0.1.0', '0.2.0'],
    ['patch', '0.1.0', '0.1.1'],
    ['minor', '1.4.2', '1.5.0'],
    ['patch', '1.4.2', '1.4.3'],
  ] as const)('of kind %s takes core from %s to %s, and nobody jumps a major version', async (kind, from, to) => {
    const versions = await release(from, '@zeromq-ts/core', kind);
    expect(versions['@zeromq-ts/core']).toBe(to);
    for (const [name, version] of Object.entries(versions)) expect(major(version), name).toBe(major(from));
  });

  it('leaves alone the packages whose range still fits', async () => {
    const { '@zeromq-ts/core': core, ...others } = await release('1.4.2', '@zeromq-ts/pair', 'minor');
    expect(core).toBe('1.4.2');
    expect(others).toMatchObject({ '@zeromq-ts/pair': '1.5.0', '@zeromq-ts/reqrep': '1.4.2' });
  });
});
