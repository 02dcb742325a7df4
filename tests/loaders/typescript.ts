import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../packaging/command.js';
import type { Outcome } from '../packaging/command.js';
import { readManifest, root } from '../packaging/workspace.js';
import { writeFile } from './installed-project.js';

const { devDependencies = {} } = readManifest(join(root, 'package.json'));

/** The TypeScripts that are supported, each by the name under which a project has it. */
export const COMPILERS = {
  'typescript-5': '5.9.3',
  'typescript-7': devDependencies['typescript'] ?? '',
} as const;

export type Compiler = keyof typeof COMPILERS;

/** The types of Node that are supported, by the name under which a project has them. */
export const NODE_TYPES = {
  'node-20': '20.19.43',
  'node-22': '22.20.5',
  'node-24': '24.19.2',
  'node-26': '26.6.6',
} as const;

export type NodeTypes = keyof typeof NODE_TYPES;

/** What a project needs to compile: every compiler, and all types of Node, each under a name of its own. */
export const TOOLS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(COMPILERS).map(([name, version]) => [name, `npm:typescript@${version}`])),
  ...Object.fromEntries(Object.entries(NODE_TYPES).map(([name, version]) => [name, `npm:@types/node@${version}`])),
};

/** One way in which TypeScript takes modules. */
export interface ModuleSetting {
  readonly name: string;
  readonly compiler: Compiler;
  /** The files are CommonJS. */
  readonly commonJS: boolean;
  readonly options: Readonly<Record<string, unknown>>;
}

// What `tsc --init` switches on forbids `import` in CommonJS files.
const COMMONJS = { module: 'CommonJS', verbatimModuleSyntax: false };
// The types of zod, which one README uses, need it; version 7 has it on in any case.
const INTEROP = { esModuleInterop: true };

/** Each `module` of each TypeScript. Version 7 has no `moduleResolution` node10: there, `commonjs` goes with `bundler`. */
export const SETTINGS: readonly ModuleSetting[] = (['typescript-5', 'typescript-7'] as const).flatMap((compiler) => [
  compiler === 'typescript-5'
    ? {
        name: 'commonjs, node10',
        compiler,
        commonJS: true,
        options: { ...COMMONJS, ...INTEROP, moduleResolution: 'Node10' },
      }
    : { name: 'commonjs, bundler', compiler, commonJS: true, options: { ...COMMONJS, moduleResolution: 'Bundler' } },
  { name: 'node16', compiler, commonJS: true, options: { module: 'Node16', verbatimModuleSyntax: false } },
  { name: 'nodenext', compiler, commonJS: false, options: { module: 'NodeNext' } },
  {
    name: 'esnext, bundler',
    compiler,
    commonJS: false,
    options: { module: 'ESNext', moduleResolution: 'Bundler' },
  },
]);

/** What a compiler with a setting is called in titles and in the table of `docs/compat.md`. */
export function nameOf(compiler: Compiler, setting: string): string {
  return `TypeScript ${COMPILERS[compiler]}, module ${setting}`;
}

/** Where the files of a compilation are. */
export function folderOf(project: string, title: string): string {
  return join(project, title.replaceAll(/\W+/g, '-'));
}

/**
 * Compiles files in a folder of a project, with a configuration as `tsc --init` makes it.
 *
 * @param options What is changed in it. The types of the packages are checked, too, unless it says `skipLibCheck`.
 * @param types Which types of Node there are; none if it is undefined.
 */
export async function compile(
  project: string,
  title: string,
  compiler: Compiler,
  options: Readonly<Record<string, unknown>>,
  types: NodeTypes | undefined,
  files: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const folder = folderOf(project, title);
  mkdirSync(folder);
  const tsc = join(project, 'node_modules', compiler, 'bin/tsc');
  await mustRun(process.execPath, [tsc, '--init'], folder);
  renameSync(join(folder, 'tsconfig.json'), join(folder, 'tsconfig.init.json'));
  for (const [name, text] of Object.entries(files)) writeFile(folder, name, text);
  const node = types === undefined ? { types: [] } : { types: ['node'], typeRoots: ['./types'] };
  if (types !== undefined) {
    mkdirSync(join(folder, 'types'));
    symlinkSync(join(project, 'node_modules', types), join(folder, 'types', 'node'), 'junction');
  }
  const compilerOptions = { noEmit: true, skipLibCheck: false, ...node, ...options };
  writeFile(
    folder,
    'tsconfig.json',
    JSON.stringify({ extends: './tsconfig.init.json', compilerOptions, include: ['*.ts', '*.mts'] }),
  );
  return run(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], folder);
}
