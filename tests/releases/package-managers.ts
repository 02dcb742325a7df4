import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, run } from '../packaging/command.js';
import { root } from '../packaging/workspace.js';

export interface PackageManager {
  readonly name: string;
  /** Files of a project that make this one use the registry, and take what was published a moment ago. */
  settings(registry: string, folder: string): Readonly<Record<string, string>>;
  readonly install: readonly string[];
  /** How a program is run in the project. */
  readonly node: readonly string[];
}

const npmrc = (registry: string, folder: string): string => `registry=${registry}\ncache=${join(folder, '.npm')}\n`;

export const packageManagers: readonly PackageManager[] = [
  {
    name: 'npm',
    settings: (registry) => ({ '.npmrc': `registry=${registry}\nprefer-online=true\naudit=false\nfund=false\n` }),
    install: ['npm', 'install'],
    node: ['node'],
  },
  {
    name: 'pnpm',
    settings: (registry, folder) => ({
      '.npmrc': npmrc(registry, folder),
      'pnpm-workspace.yaml': `packages: ['.']\nminimumReleaseAge: 0\nstoreDir: ${JSON.stringify(join(folder, '.store'))}\ncacheDir: ${JSON.stringify(join(folder, '.pnpm-cache'))}\n`,
    }),
    install: ['npx', '-y', 'pnpm@12', 'install', '--no-frozen-lockfile'],
    node: ['node'],
  },
  {
    name: 'yarn 1',
    settings: (registry, folder) => ({
      '.npmrc': `registry=${registry}\n`,
      '.yarnrc': `registry "${registry}"\ncache-folder ${JSON.stringify(join(folder, '.yarn-cache'))}\n`,
    }),
    install: ['npx', '-y', 'yarn@1.22.22', 'install', '--no-progress', '--non-interactive'],
    node: ['node'],
  },
  {
    name: 'yarn 4',
    settings: (registry) => ({
      '.yarnrc.yml': `npmRegistryServer: "${registry.replace(/\/$/, '')}"\nunsafeHttpWhitelist: ["127.0.0.1"]\nenableTelemetry: false\nenableGlobalCache: false\nglobalFolder: ./.yarn-global\nenableImmutableInstalls: false\nnpmMinimalAgeGate: 0\n`,
      'yarn.lock': '',
    }),
    install: ['npx', '-y', '@yarnpkg/cli-dist@4.18.1', 'install'],
    node: ['npx', '-y', '@yarnpkg/cli-dist@4.18.1', 'node'],
  },
  {
    name: 'bun',
    settings: (registry, folder) => ({
      'bunfig.toml': `[install]\nregistry = "${registry}"\n[install.cache]\ndir = ${JSON.stringify(join(folder, '.bun-cache'))}\n`,
    }),
    install: ['npx', '-y', 'bun@1', 'install'],
    node: ['node'],
  },
];

/** Makes a project that depends on exact versions of packages, and installs them. */
export async function installProject(
  manager: PackageManager,
  registry: string,
  dependencies: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'zeromq-ts-rehearsal-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'rehearsal', private: true, dependencies }));
  for (const [file, text] of Object.entries(manager.settings(registry, folder)))
    writeFileSync(join(folder, file), text);
  cpSync(join(root, 'tests/releases/conversations.mjs'), join(folder, 'conversations.mjs'));
  const [command = '', ...args] = manager.install;
  await mustRun(command, args, folder);
  return folder;
}

/** What did not work when all packages named are loaded into one process; nothing when all did. */
export async function converse(manager: PackageManager, folder: string, names: readonly string[]): Promise<string[]> {
  const [command = '', ...args] = manager.node;
  const { code, stdout, stderr } = await run(command, [...args, 'conversations.mjs', ...names], folder);
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !last.startsWith('{')) return [`the program ended with ${code}: ${stdout}${stderr}`];
  const results = JSON.parse(last) as Record<string, string>;
  const problems = Object.entries(results).filter(([, text]) => text !== 'hello');
  if (Object.keys(results).length < names.length) problems.push(['the program', `did only ${last}`]);
  return problems.map(([what, text]) => `${what}: ${text}`);
}
