import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustRun, pnpm } from '../packaging/command.js';
import { published, readManifest, root, unpublished } from '../packaging/workspace.js';
import type { Registry } from './registry.js';

export type Versions = Readonly<Record<string, string>>;
export type Kind = 'patch' | 'minor' | 'major';

/** A copy of what is built here, in which versions are made and published without touching the work tree. */
export class ReleaseRepository {
  readonly #folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-release-'));
  readonly #registry: Registry;
  #changes = 0;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  async prepare(): Promise<void> {
    const copy = this.#folder;
    for (const path of ['package.json', 'pnpm-workspace.yaml', '.changeset', 'build']) {
      cpSync(join(root, path), join(copy, path), { recursive: true });
    }
    for (const { folder, manifest } of [...published, ...unpublished]) {
      const parts = manifest.private ? ['package.json'] : ['package.json', 'src', 'dist', 'README.md', 'LICENSE'];
      for (const part of parts) {
        const from = join(root, folder, part);
        if (existsSync(from)) cpSync(from, join(copy, folder, part), { recursive: true });
      }
    }
    this.#link();
    const { host } = new URL(this.#registry.url);
    writeFileSync(
      join(copy, '.npmrc'),
      `registry=${this.#registry.url}\n//${host}/:_authToken=${this.#registry.token}\n`,
    );
    writeFileSync(join(copy, '.gitignore'), 'node_modules\n.npmrc\ndist\n');
    await mustRun('git', ['init', '-q', '-b', 'main', '.'], copy);
    await this.#commit();
  }

  /** Versions and publishes what changes bring about: none for the first release. The versions of all packages after it. */
  async release(changes: Readonly<Record<string, Kind>> = {}): Promise<Versions> {
    this.#changes++;
    for (const [name, kind] of Object.entries(changes)) {
      const file = `change-${this.#changes}-${name.replaceAll(/\W+/g, '-')}.md`;
      writeFileSync(
        join(this.#folder, '.changeset', file),
        `---\n'${name}': ${kind}\n---\n\nChange ${this.#changes}.\n`,
      );
    }
    await mustRun(process.execPath, ['build/prepare-changesets.mjs', '.'], this.#folder);
    await mustRun(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], this.#folder);
    await this.#commit();
    await pnpm(
      ['--recursive', '--filter', './packages/*', 'publish', '--no-git-checks', '--ignore-scripts'],
      this.#folder,
    );
    return Object.fromEntries(
      published.map(({ folder, manifest }) => [
        manifest.name,
        readManifest(join(this.#folder, folder, 'package.json')).version,
      ]),
    );
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** `workspace:` ranges are resolved by what is linked. */
  #link(): void {
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'));
    const folders = new Map(published.map(({ folder, manifest }) => [manifest.name, folder]));
    for (const { folder, manifest } of published) {
      for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
        const target = folders.get(name);
        if (target === undefined) continue;
        const link = join(this.#folder, folder, 'node_modules', name);
        mkdirSync(dirname(link), { recursive: true });
        symlinkSync(join(this.#folder, target), link);
      }
    }
  }

  async #commit(): Promise<void> {
    const identity = ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@example.org'];
    await mustRun('git', ['add', '-A'], this.#folder);
    await mustRun('git', [...identity, 'commit', '-q', '--allow-empty', '-m', 'release'], this.#folder);
  }
}
