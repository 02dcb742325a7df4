import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mustRun } from './command.js';
import { tarballOf } from './tarballs.js';
import { published, root } from './workspace.js';
import type { Manifest } from './workspace.js';

// In ts3.7: types for compilers that know no `.d.cts`. What is bundled from other packages comes with their licences.
const shipped =
  /^(dist\/.+(\.c?js|\.d\.[cm]ts)|dist\/ts3\.7\/[^/]+\.d\.ts|dist\/THIRD-PARTY-LICENSES\.txt|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
const unwanted = /(^|\/)(test|tests|node_modules)\/|\.test\.|tsbuildinfo/;

const DROP_IN = '@zeromq-ts/zeromq';

/** It is a program: ES modules alone, the code of each command in a file of its own. */
const COMMAND_LINE = '@zeromq-ts/cli';

interface Contents {
  readonly files: readonly string[];
  readonly manifest: Manifest;
  readonly read: (file: string) => Promise<string>;
}

async function open(tarball: string): Promise<Contents> {
  const read = (file: string): Promise<string> => mustRun('tar', ['-xzOf', tarball, `package/${file}`], root);
  const listing = await mustRun('tar', ['-tzf', tarball], root);
  return {
    files: listing
      .split('\n')
      .filter((line) => line !== '' && !line.endsWith('/'))
      .map((line) => line.replace(/^package\//, '')),
    manifest: JSON.parse(await read('package.json')) as Manifest,
    read,
  };
}

/** Every file that a part of the exports map leads to, on any condition. */
function targets(part: unknown): string[] {
  if (typeof part === 'string') return [posix.normalize(part)];
  return Object.values(part ?? {}).flatMap(targets);
}

describe.each(published)('the tarball of $manifest.name', ({ folder, manifest: { name } }) => {
  let contents: Contents;

  beforeAll(async () => {
    contents = await open(tarballOf(name));
  });

  it('holds code, types, readme and licence, and nothing else: no sources, no maps', () => {
    const { files } = contents;
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/index.js']));
    expect(files.filter((file) => !shipped.test(file) || unwanted.test(file))).toEqual([]);
  });

  it('holds the changelog as soon as there is one', () => {
    const { files } = contents;
    expect(files.includes('CHANGELOG.md')).toBe(existsSync(join(root, folder, 'CHANGELOG.md')));
  });

  it('exports only files that it holds, for both module systems, each with its types (the command line, and one file for pages: for ES modules)', () => {
    const { files, manifest } = contents;
    expect(files).toEqual(expect.arrayContaining(targets(manifest.exports)));
    for (const target of Object.values(manifest.exports ?? {})) {
      if (typeof target === 'string') continue;
      // Bundlers for browsers take an ES module, with the types of the entry point itself.
      const { browser, ...others } = target;
      if (browser !== undefined) {
        expect(browser).toEqual({ types: expect.stringMatching(/\.d\.mts$/), default: expect.stringMatching(/\.js$/) });
      }
      if (manifest.name === COMMAND_LINE || String(others['default']).endsWith('.min.js')) {
        expect(others).toEqual({ types: expect.stringMatching(/\.d\.mts$/), default: expect.stringMatching(/\.js$/) });
        continue;
      }
      if (manifest.name === DROP_IN) {
        // It is CommonJS, as what it stands for: its ES module is a facade, and there is one copy in a process.
        expect(others).toEqual({
          require: { types: expect.stringMatching(/\.d\.cts$/), default: expect.stringMatching(/\.cjs$/) },
          default: { types: expect.stringMatching(/\.d\.mts$/), default: expect.stringMatching(/\.js$/) },
        });
        continue;
      }
      expect(others).toEqual({
        require: {
          types: expect.stringMatching(/\.d\.cts$/),
          bun: expect.stringMatching(/\.js$/),
          'module-sync': expect.stringMatching(/\.js$/),
          module: expect.stringMatching(/\.js$/),
          default: expect.stringMatching(/\.cjs$/),
        },
        default: { types: expect.stringMatching(/\.d\.mts$/), default: expect.stringMatching(/\.js$/) },
      });
      // The first condition that holds is taken.
      expect(Object.values(others).map((conditions) => Object.keys(conditions as object)[0])).toEqual([
        'types',
        'types',
      ]);
    }
  });

  it('has types with public members alone, and none that make two copies of a class two types', async () => {
    const { files, read } = contents;
    const types = files.filter((file) => file.endsWith(contents.manifest.name === COMMAND_LINE ? '.d.mts' : '.d.cts'));
    expect(types).not.toHaveLength(0);
    for (const file of types) {
      const text = await read(file);
      // The classes of npm zeromq have these members, which programs use in classes of their own.
      const isDropIn = contents.manifest.name === DROP_IN;
      const own = isDropIn ? text.replaceAll(/^\s*protected (?:constructor|[gs]et\w+Option)\(.*$/gmu, '') : text;
      expect({
        file,
        found: /@internal|#private|^\s*(?:private|protected) .*|^\s*\[[A-Z_]+\].*/m.exec(own),
      }).toEqual({
        file,
        found: null,
      });
    }
  });

  it('is code that can be read in a debugger: names as in the sources, in lines', async () => {
    const { files, read } = contents;
    const code = await Promise.all(files.filter((file) => /(?<!\.min)\.c?js$/.test(file)).map(read));
    const sources = readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => readFileSync(join(root, folder, 'src', file), 'utf8'));
    const declared = (texts: readonly string[], pattern: RegExp): Set<string | undefined> =>
      new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1])));
    const built = declared(code, /^(?:var|let|const|(?:async )?function\*?|class) (\w+)/gmu);
    const named = [...declared(sources, /^export (?:abstract )?class (\w+)/gmu)];
    expect(named.filter((each) => !built.has(each))).toEqual([]);
    expect(code.filter((text) => /sourceMappingURL/u.test(text))).toEqual([]);
    const lines = code.flatMap((text) => text.split('\n'));
    // The longest are tables, such as that of the exports of the SPI; a page is one text.
    expect(
      lines.filter((line) => line.length > 6_000 && !line.includes('PAGE_FILES')).map((line) => line.slice(0, 100)),
    ).toEqual([]);
  });

  it('depends on its siblings by version ranges', () => {
    const { manifest } = contents;
    const versions = new Map(published.map((each) => [each.manifest.name, each.manifest.version]));
    for (const [dependency, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      const version = versions.get(dependency);
      // An optional peer takes any release: docs/decisions/ranges-between-packages.md.
      const optional = manifest.peerDependencies?.[dependency] !== undefined;
      if (version !== undefined) expect(range, dependency).toBe(optional ? '>=0.0.0' : `^${version}`);
      expect(range, dependency).not.toMatch(/^(workspace|file|link|catalog):/);
    }
    expect(manifest.devDependencies ?? {}).toEqual({});
  });

  it('is under the MIT licence', async () => {
    const { manifest, read } = contents;
    expect(manifest.license).toBe('MIT');
    expect(await read('LICENSE')).toMatch(/^MIT License\n/);
  });
});
