import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { mustRun } from '../packaging/command.js';
import { tarballOf } from '../packaging/tarballs.js';
import { published } from '../packaging/workspace.js';

/** Makes a project that has all published packages, as packed, and some tools beside them. */
export async function installProject(tools: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-loaders-'));
  const dependencies = Object.fromEntries(published.map(({ manifest: { name } }) => [name, `file:${tarballOf(name)}`]));
  const manifest = { private: true, dependencies, devDependencies: tools, overrides: dependencies };
  writeFile(folder, 'package.json', JSON.stringify(manifest));
  await mustRun('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], folder);
  return folder;
}

/** Writes a file of a project, and the folders it is in. */
export function writeFile(project: string, path: string, text: string): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
