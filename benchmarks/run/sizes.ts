import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const KB = 1000;
const PNPM = ['-y', 'pnpm@12'];
const run = promisify(execFile);
const here = createRequire(import.meta.url);

/** What a package and all that it depends on take on the disk: of a package of this workspace, what is published. */
export async function measureInstall(names: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-install-'));
  try {
    const sizes = [...dependencies(names)].map(([manifest, workspace]) => sizeOf(dirname(manifest), workspace, folder));
    return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0) / KB;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One package as an application's bundler makes it, the transports left out. */
export async function measureBundle(name: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(import.meta.resolve(name))],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
    external: ['@zeromq-ts/transports', '@zeromq-ts/transports/*', 'zeromq'],
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0) / KB;
}

/** The manifests of packages and of all that they need, and whether each is of this workspace. */
function dependencies(names: readonly string[], from = here, found = new Map<string, boolean>()): Map<string, boolean> {
  for (const name of names) {
    const manifest = manifestOf(name, from);
    if (manifest === undefined || found.has(manifest)) continue;
    const { dependencies: needed = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    found.set(manifest, name.startsWith('@zeromq-ts/'));
    dependencies(Object.keys(needed), createRequire(manifest), found);
  }
  return found;
}

/** Where the manifest of a package is. Not every package exports it, so folders are looked through. */
function manifestOf(name: string, from: NodeJS.Require): string | undefined {
  for (const folder of from.resolve.paths(name) ?? []) {
    const manifest = join(folder, name, 'package.json');
    if (statSync(manifest, { throwIfNoEntry: false }) !== undefined) return here.resolve(manifest);
  }
  return undefined;
}

async function sizeOf(packageFolder: string, workspace: boolean, folder: string): Promise<number> {
  return workspace ? packedSize(packageFolder, folder) : folderSize(packageFolder);
}

async function packedSize(packageFolder: string, folder: string): Promise<number> {
  const target = mkdtempSync(join(folder, 'package-'));
  await run('npx', [...PNPM, 'pack', '--pack-destination', target], { cwd: packageFolder, timeout: 60_000 });
  const [tarball = ''] = readdirSync(target);
  await run('tar', ['-xzf', join(target, tarball), '-C', target], { timeout: 60_000 });
  return folderSize(join(target, 'package'));
}

function folderSize(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    // What pnpm has linked in belongs to others.
    if (entry.isDirectory() && entry.name !== 'node_modules') bytes += folderSize(path);
    else if (entry.isFile()) bytes += statSync(path).size;
  }
  return bytes;
}
