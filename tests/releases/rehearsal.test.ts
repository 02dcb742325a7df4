import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../packaging/command.js';
import { published, root } from '../packaging/workspace.js';
import { converse, installProject, packageManagers } from './package-managers.js';
import type { PackageManager } from './package-managers.js';
import { startRegistry } from './registry.js';
import type { Registry } from './registry.js';
import { releasesTable } from './releases-table.js';
import type { Combination } from './releases-table.js';
import { ReleaseRepository } from './release-repository.js';
import type { Kind, Versions } from './release-repository.js';

/** REHEARSAL=long: all package managers for everything, all pairs of releases. It or REHEARSAL=table writes docs/releases.md. */
const long = process.env['REHEARSAL'] === 'long';

const names = published.map(({ manifest }) => manifest.name);
const [npm] = packageManagers as readonly [PackageManager, ...PackageManager[]];

interface Step {
  readonly title: string;
  readonly changes: Readonly<Record<string, Kind>>;
}

const steps: readonly Step[] = [
  { title: 'the first release', changes: {} },
  { title: 'a patch of pubsub', changes: { '@zeromq-ts/pubsub': 'patch' } },
  { title: 'a breaking release of core', changes: { '@zeromq-ts/core': 'minor' } },
  { title: 'a breaking release of transports', changes: { '@zeromq-ts/transports': 'minor' } },
  { title: 'a breaking release of security', changes: { '@zeromq-ts/security': 'minor' } },
  { title: 'core 1.0', changes: { '@zeromq-ts/core': 'major' } },
];

let registry: Registry | undefined;
let repository: ReleaseRepository | undefined;
const releases: Versions[] = [];
const url = (): string => registry?.url ?? '';

beforeAll(async () => {
  registry = await startRegistry();
  repository = new ReleaseRepository(registry);
  await repository.prepare();
}, 300_000);

afterAll(async () => {
  repository?.remove();
  await registry?.close();
});

/** Installs a project, does something with it, and removes it: the long form makes hundreds. */
async function inProject<T>(
  manager: PackageManager,
  dependencies: Versions,
  act: (project: string) => Promise<T>,
): Promise<T> {
  const project = await installProject(manager, url(), dependencies);
  try {
    return await act(project);
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}

/** What the registry gives to those who ask for no version. */
async function latest(name: string): Promise<string | undefined> {
  const answer = await fetch(`${url()}${encodeURIComponent(name)}`);
  const { 'dist-tags': tags } = (await answer.json()) as { 'dist-tags'?: Record<string, string> };
  return tags?.['latest'];
}

/** `npm ls` finds nothing missing or out of range. */
async function expectCleanTree(project: string): Promise<void> {
  const { code, stdout, stderr } = await run('npm', ['ls', '--all'], project);
  expect(code, `${stdout}${stderr}`).toBe(0);
  expect(`${stdout}${stderr}`).not.toMatch(/invalid|UNMET DEPENDENCY|extraneous/);
}

/** A breaking release lies between the two ends of the short form: the tree must have two, or nothing is shown. */
async function copiesOfCore(project: string): Promise<number> {
  const { stdout } = await run('npm', ['ls', '@zeromq-ts/core', '--all', '--parseable'], project);
  return new Set(stdout.split('\n').filter((path) => path.endsWith('core'))).size;
}

describe.sequential.each(steps.map((step, number) => ({ ...step, number })))('$title', ({ changes, number }) => {
  it('is published, and nothing jumps a major release because of a range', async () => {
    const before = releases.at(-1);
    const after = await repository?.release(changes);
    if (after === undefined) throw new Error('There is no repository to release from.');
    releases.push(after);
    if (before === undefined) return expect(new Set(Object.values(after))).toEqual(new Set(['0.1.0']));
    for (const name of names) {
      const jumps = changes[name] === 'major';
      expect(after[name]?.split('.')[0], name).toBe(jumps ? '1' : before[name]?.split('.')[0]);
      expect(await latest(name), name).toBe(after[name]);
    }
  });

  it('can be installed whole with npm, and npm ls is clean', async () => {
    await inProject(npm, releases[number] ?? {}, async (project) => {
      await expectCleanTree(project);
      expect(await converse(npm, project, names)).toEqual([]);
    });
  });

  const alone = number === 0 || long ? packageManagers : [npm];
  it.each(alone)(
    'runs from packages installed alone with $name, over tcp, ipc and inproc',
    async (manager) => {
      // The short form installs every package with npm once, then what has changed, and one with the other managers.
      const changed = number === 0 ? names : Object.keys(changes);
      const wanted = long ? names : manager === npm ? changed : ['@zeromq-ts/pubsub'];
      for (const name of wanted) {
        await inProject(manager, { [name]: releases[number]?.[name] ?? '' }, async (project) => {
          if (manager === npm) await expectCleanTree(project);
          expect(await converse(manager, project, [name]), name).toEqual([]);
        });
      }
    },
    long ? 1_200_000 : 300_000,
  );
});

describe.sequential('each older release of a package beside the newer ones of all others', () => {
  const combinations: Combination[] = [];

  it.each(names)(
    'is installed and loaded into one process: %s',
    async (name) => {
      const problems: string[] = [];
      for (const [older, newer] of pairs(name)) {
        for (const manager of long ? packageManagers : [npm]) {
          const dependencies = { ...releases[newer], [name]: releases[older]?.[name] ?? '' };
          const found = await inProject(manager, dependencies, async (project) => {
            if (manager === npm) {
              await expectCleanTree(project);
              if (!long) expect(await copiesOfCore(project)).toBeGreaterThan(1);
            }
            return converse(manager, project, names);
          });
          const tree = `${name}@${dependencies[name]} beside ${steps[newer]?.title} (${manager.name})`;
          problems.push(...found.map((problem) => `${tree}: ${problem}`));
          combinations.push({ name, version: dependencies[name] ?? '', newer, manager: manager.name, problems: found });
        }
      }
      expect(problems).toEqual([]);
    },
    long ? 3_600_000 : 300_000,
  );

  it.runIf(long || process.env['REHEARSAL'] === 'table')('is written down', () => {
    writeFileSync(join(root, 'docs/releases.md'), releasesTable(steps, releases, combinations));
  });

  /** Steps in which the package has an older version than in a later one; the short form takes the first and the last. */
  function pairs(name: string): (readonly [number, number])[] {
    const last = releases.length - 1;
    if (!long) return [[0, last]];
    const found: (readonly [number, number])[] = [];
    releases.forEach((release, older) => {
      if (older > 0 && releases[older - 1]?.[name] === release[name]) return;
      for (let newer = older + 1; newer <= last; newer++) {
        if (releases[newer]?.[name] !== release[name]) found.push([older, newer]);
      }
    });
    return found;
  }
});
