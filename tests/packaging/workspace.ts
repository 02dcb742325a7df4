import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly exports?: Record<string, string | Record<string, unknown>>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

export interface WorkspacePackage {
  /** Relative to the root of the workspace. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export const root = resolve(import.meta.dirname, '../..');

/** The TypeScript compiler of the workspace, a program for Node. */
export const compiler = join(root, 'node_modules/typescript/bin/tsc');

export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

export const published: readonly WorkspacePackage[] = readdirSync(join(root, 'packages'))
  .map((name) => join('packages', name))
  .filter((folder) => existsSync(join(root, folder, 'package.json')))
  .map((folder) => ({ folder, manifest: readManifest(join(root, folder, 'package.json')) }))
  .filter(({ manifest }) => !manifest.private);

export const unpublished: readonly WorkspacePackage[] = ['packages/testing', 'tests', 'examples', 'benchmarks'].map(
  (folder) => ({
    folder,
    manifest: readManifest(join(root, folder, 'package.json')),
  }),
);
