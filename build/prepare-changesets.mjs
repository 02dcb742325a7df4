// Prepares the files of .changeset for `changeset version`, which knows neither of these rules of docs/releasing.md:
//
// - A package that has never been released (0.0.0) gets one entry in its changelog: .changeset/first-NAME.md.
// - A breaking change of a package breaks every package that hands on its classes or types.
//
// node build/prepare-changesets.mjs [ROOT]

import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The version of a package in the repository before its first release. */
const UNRELEASED = '0.0.0';

const KINDS = ['patch', 'minor', 'major'];

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const changesetFolder = join(root, '.changeset');

const packages = readPackages();
const changesets = readChangesets();

foldIntoFirstEntries();
passOnBreakingChanges();
writeChangesets();

function readPackages() {
  return new Map(
    readdirSync(join(root, 'packages')).flatMap((folder) => {
      const path = join(root, 'packages', folder);
      const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
      if (manifest.private) return [];
      const { name, version, dependencies = {} } = manifest;
      const handsOn = Object.keys(dependencies).filter((dependency) => importsFrom(join(path, 'src'), dependency));
      return [[name, { folder, version, handsOn }]];
    }),
  );
}

/** Whether a source names something of a dependency, rather than importing it for what it registers. */
function importsFrom(sources, dependency) {
  const naming = new RegExp(`^(?:import|export|\\}) .*from '${dependency}['/]`, 'm');
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .some((file) => naming.test(readFileSync(join(sources, file), 'utf8')));
}

function readChangesets() {
  return readdirSync(changesetFolder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => {
      const text = readFileSync(join(changesetFolder, file), 'utf8').replaceAll('\r\n', '\n');
      const [, head, summary] = /^---\n(.*?)\n?---\n(.*)$/s.exec(text) ?? fail(`${file} is not a changeset.`);
      const releases = new Map(
        head
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => {
            const [, name, kind] =
              /^\s*["']?([^"':]+)["']?\s*:\s*(patch|minor|major|none)\s*$/.exec(line) ??
              fail(`${file}: '${line}' is not a package and patch, minor, major or none.`);
            return [name, kind];
          }),
      );
      return { file, releases, summary: summary.trim() };
    });
}

function foldIntoFirstEntries() {
  for (const [name, { folder, version }] of packages) {
    if (version !== UNRELEASED) continue;
    const first = `first-${folder}.md`;
    if (!existsSync(join(changesetFolder, first))) {
      fail(`${name} has never been released: write .changeset/${first}, which says what the package is.`);
    }
    for (const { file, releases } of changesets) if (file !== first) releases.delete(name);
  }
}

/** Repeats until nothing changes: what breaks core breaks a pattern, and that breaks the package that has all of them. */
function passOnBreakingChanges() {
  for (const { releases } of changesets) {
    let changed = true;
    while (changed) {
      changed = false;
      for (const [name, { version, handsOn }] of packages) {
        if (version === UNRELEASED || isBreaking(name, releases.get(name))) continue;
        if (!handsOn.some((dependency) => isBreaking(dependency, releases.get(dependency)))) continue;
        releases.set(name, breakingKind(version));
        changed = true;
      }
    }
  }
}

function isBreaking(name, kind) {
  const version = packages.get(name)?.version;
  if (version === undefined || version === UNRELEASED) return false;
  return KINDS.indexOf(kind) >= KINDS.indexOf(breakingKind(version));
}

function breakingKind(version) {
  return version.startsWith('0.') ? 'minor' : 'major';
}

function writeChangesets() {
  for (const { file, releases, summary } of changesets) {
    if (releases.size === 0) {
      rmSync(join(changesetFolder, file));
      continue;
    }
    const head = [...releases].map(([name, kind]) => `'${name}': ${kind}`).join('\n');
    writeFileSync(join(changesetFolder, file), `---\n${head}\n---\n\n${summary}\n`);
  }
}

function fail(problem) {
  throw new Error(problem);
}
