import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { pnpm } from './command.js';
import { published, root } from './workspace.js';

export interface Packed {
  /** The tarball of each published package, by package name. */
  readonly tarballs: Readonly<Record<string, string>>;
  /** Why there are none. */
  readonly problem?: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly packed: Packed;
  }
}

/** Builds and packs every package, once for all packaging tests. */
export default async function packWorkspace(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-tarballs-'));
  try {
    await pnpm(['--filter', './packages/*', 'run', 'build'], root);
    await pnpm(['--filter', './packages/*', 'pack', '--pack-destination', folder], root);
    project.provide('packed', {
      tarballs: Object.fromEntries(
        published.map(({ manifest }) => [manifest.name, join(folder, tarballName(manifest))]),
      ),
    });
  } catch (error) {
    // Told to the packaging tests rather than thrown, so that all other tests still run.
    project.provide('packed', { tarballs: {}, problem: String(error) });
  }
  return () => rmSync(folder, { recursive: true, force: true });
}

function tarballName({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}
