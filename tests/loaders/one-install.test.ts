import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pnpm } from '../packaging/command.js';
import { tarballOf } from '../packaging/tarballs.js';
import { published } from '../packaging/workspace.js';
import { writeFile } from './installed-project.js';
import { loaderTitle } from './loader.js';
import { advised, foreign } from './readme-installs.js';
import type { Advised } from './readme-installs.js';
import { readmePrograms } from './readme-programs.js';
import { compile, folderOf, nameOf, NODE_TYPES, TOOLS } from './typescript.js';

const names = published.map(({ manifest }) => manifest.name);

let workspace = '';
const projectOf = ({ folder }: Advised): string => join(workspace, folder);

/** A project for each package, with strict folders `node_modules`: what a project does not name itself, it cannot import. */
beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'zeromq-ts-one-install-'));
  const from = (name: string): string => (names.includes(name) ? `file:${tarballOf(name)}` : (foreign[name] ?? '*'));
  for (const { folder, installs } of advised) {
    const dependencies = Object.fromEntries(installs.map((each) => [each, from(each)]));
    writeFile(
      workspace,
      join(folder, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies, devDependencies: TOOLS }),
    );
  }
  const overrides = names.map((name) => `  '${name}': '${from(name)}'`);
  writeFile(workspace, 'package.json', JSON.stringify({ private: true }));
  writeFile(workspace, 'pnpm-workspace.yaml', `packages: ['packages/*']\noverrides:\n${overrides.join('\n')}\n`);
  await pnpm(['install', '--no-frozen-lockfile', '--ignore-scripts', '--prefer-offline'], workspace);
});

afterAll(() => {
  if (workspace) rmSync(workspace, { recursive: true, force: true });
});

/** The packages of this repository that a project can import. */
function ofOurs(project: string): string[] {
  return names.filter((name) => existsSync(join(project, 'node_modules', name))).toSorted();
}

/**
 * Members of the prototypes of classes that are not in their types: in the drop-in, options are read and set by methods that
 * are protected, and all sockets have the methods of those that send and receive.
 */
const NOT_IN_TYPES: Readonly<Record<string, RegExp>> = {
  '@zeromq-ts/zeromq': /^(?:[gs]et(?:Bool|U?[iI]nt(?:32|64)|String)Option|send|receive)$/,
};

/** A module that exports all members of all classes of a package: the compiler has to name the type of each. */
async function everyMember(name: string): Promise<string> {
  const exported = Object.entries((await import(name)) as Record<string, unknown>);
  const classes = exported.filter(([, value]) => typeof value === 'function' && isClass(value));
  const members = classes.flatMap(([className, value]) =>
    membersOf(value as { readonly prototype: object })
      .filter((member) => NOT_IN_TYPES[name]?.test(member) !== true)
      .map((member) => `export const ${className}_${member} = (it: all.${className}) => it.${member};`),
  );
  const others = exported.map(([exportedName]) => `export const the_${exportedName} = all.${exportedName};`);
  return [`import * as all from '${name}';`, ...members, ...others].join('\n');
}

/** A class of the drop-in may stand behind a `Proxy`, which is a function without a text. */
function isClass(value: unknown): value is { readonly prototype: object } {
  if (typeof value !== 'function') return false;
  return String(value).startsWith('class ') || Object.getOwnPropertyNames(value.prototype ?? {}).length > 1;
}

function membersOf({ prototype }: { readonly prototype: object }): string[] {
  const members = new Set<string>();
  for (
    let object: object | null = prototype;
    object !== null && object !== Object.prototype && !Array.isArray(object);
    object = Object.getPrototypeOf(object) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(object)) if (/^[a-z]\w*$/i.test(name)) members.add(name);
  }
  // Not of the package: `then` says that a message is none, and options are there to refuse assignments.
  for (const name of ['constructor', 'then']) members.delete(name);
  return [...members].filter((name) => !isRefusal(prototype, name));
}

/** An option: it is on the prototype for the error that an assignment of it gets, and not in the types. */
function isRefusal(prototype: object, name: string): boolean {
  for (
    let object: object | null = prototype;
    object !== null;
    object = Object.getPrototypeOf(object) as object | null
  ) {
    const found = Object.getOwnPropertyDescriptor(object, name);
    if (found !== undefined) return found.set !== undefined;
  }
  return false;
}

describe.each(advised)('a project with nothing but $installs, by pnpm', (each) => {
  const loader = {
    name: `${nameOf('typescript-7', 'nodenext')}, pnpm, one install`,
    runtime: `types of Node ${NODE_TYPES['node-20']}`,
  };
  const options = { module: 'NodeNext' };

  it(loaderTitle(loader, `compiles what the README of ${each.name} shows`), { meta: { loader } }, async () => {
    expect(ofOurs(projectOf(each))).toEqual(each.installs.filter((name) => names.includes(name)).toSorted());
    const programs = readmePrograms(false, new RegExp(`^${each.folder}/README\\.md$`));
    expect(Object.keys(programs)).not.toHaveLength(0);
    expect(await compile(projectOf(each), 'README', 'typescript-7', options, 'node-20', programs)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it(
    loaderTitle(loader, `makes a library of ${each.name}, whose types name no other package`),
    { meta: { loader } },
    async () => {
      const emit = { noEmit: false, emitDeclarationOnly: true, outDir: 'out', declarationMap: false, sourceMap: false };
      const files = { 'library.ts': await everyMember(each.name) };
      const title = 'library';
      expect(await compile(projectOf(each), title, 'typescript-7', { ...options, ...emit }, 'node-20', files)).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
      const types = readFileSync(join(folderOf(projectOf(each), title), 'out/library.d.ts'), 'utf8');
      const named = new Set(
        [...types.matchAll(/(?:import\(|from )["']([^"']+)["']/g)].map(([, specifier]) => specifier),
      );
      expect(named.size).toBeGreaterThan(0);
      const installed = [...each.installs, 'node'];
      expect(
        [...named].filter(
          (specifier) => !installed.some((one) => specifier === one || specifier?.startsWith(`${one}/`)),
        ),
      ).toEqual([]);
    },
  );
});
