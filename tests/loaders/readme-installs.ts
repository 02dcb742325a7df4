import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { published, root } from '../packaging/workspace.js';

/** A package, with what its README says to install. */
export interface Advised {
  readonly name: string;
  readonly folder: string;
  readonly installs: readonly string[];
}

export const advised: readonly Advised[] = published.map(({ folder, manifest: { name } }) => {
  // The drop-in can also be installed by the name that it stands in for.
  const said = /^npm install (?!\S+@npm:)(.+)$/m.exec(readFileSync(join(root, folder, 'README.md'), 'utf8'))?.[1];
  if (said === undefined) throw new Error(`The README of ${name} does not say what to install.`);
  return { name, folder, installs: said.split(' ').filter((each) => !each.startsWith('-')) };
});

const names = published.map(({ manifest }) => manifest.name);

/** What the READMEs say to install, and is not of this repository; with the versions that its packages are developed with. */
export const foreign: Readonly<Record<string, string>> = Object.fromEntries(
  advised
    .flatMap(({ installs }) => installs)
    .filter((name) => !names.includes(name))
    .map((name) => [name, versionOf(name)]),
);

function versionOf(name: string): string {
  const folders = ['.', 'tests', ...published.map(({ folder }) => folder)];
  const versions = folders.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as WithTools;
    return manifest.devDependencies?.[name];
  });
  return versions.find((version) => version !== undefined) ?? '*';
}

interface WithTools {
  readonly devDependencies?: Readonly<Record<string, string>>;
}
