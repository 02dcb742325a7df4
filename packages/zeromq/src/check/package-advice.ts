import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly packageManager?: string;
}

/** What a project says of itself. */
export interface Project {
  readonly manifest: Manifest;
  readonly manager: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** The range of `zeromq` that it has, if it depends on it itself. */
  readonly range: string | undefined;
}

const LOCKS = { 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn', 'bun.lock': 'bun', 'bun.lockb': 'bun' } as const;
const BUNDLERS = ['webpack', 'esbuild', 'rollup', 'vite', '@vercel/ncc', 'parcel'];
const NATIVE_TOOLS = ['electron-rebuild', '@electron/rebuild', 'electron-builder', 'prebuildify', 'node-gyp'];

/** @throws Error when there is no package.json, or it is no object in JSON. */
export function readProject(folder: string): Project {
  const manifest = readManifest(path.resolve(folder));
  const locked = Object.entries(LOCKS).find(([file]) => existsSync(path.join(folder, file)));
  const named = /^(npm|pnpm|yarn|bun)@/u.exec(manifest.packageManager ?? '')?.[1] as Project['manager'] | undefined;
  return { manifest, manager: named ?? locked?.[1] ?? 'npm', range: allOf(manifest)['zeromq'] };
}

function readManifest(folder: string): Manifest {
  const file = path.join(folder, 'package.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const why = existsSync(folder) ? 'no package.json that can be read' : 'no such folder';
    throw new Error(`${folder}: ${why}. Name the folder of the project: npx @zeromq-ts/zeromq check FOLDER`, { cause });
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) return manifest;
  throw new Error(`${file} is not an object in JSON.`);
}

/** What to change in package.json, and around it. */
export function packageAdvice({ manifest, manager, range }: Project): string[] {
  const dependencies = allOf(manifest);
  const alias = 'npm:@zeromq-ts/zeromq@^0.1.0';
  const advice: string[] = [];
  if (range?.includes('@zeromq-ts/zeromq') === true) advice.push('package.json has the drop-in already.');
  else if (range !== undefined) {
    advice.push(`In package.json, "zeromq": "${range}" becomes "zeromq": "${alias}".`);
    if (/^[~^]?[45]\./u.test(range)) {
      advice.push(
        'For version 4 or 5: calls such as zmq.socket("push") work with require("zeromq"). With import, or where zmq.Socket is extended, import "zeromq/v5-compat".',
      );
    }
  }
  advice.push(`For packages that depend on zeromq themselves: ${overrideFor(manager, alias)}.`);
  const bundler = BUNDLERS.find((name) => name in dependencies);
  if (bundler !== undefined) {
    advice.push(`${bundler}: zeromq need not be external any more, and no .node file has to be copied.`);
  }
  if ('electron' in dependencies || NATIVE_TOOLS.some((name) => name in dependencies)) {
    advice.push('Electron: no rebuild, no asarUnpack and no native module settings are needed for zeromq.');
  }
  return advice;
}

function overrideFor(manager: Project['manager'], alias: string): string {
  const entry = `{ "zeromq": "${alias}" }`;
  switch (manager) {
    case 'npm':
    case 'bun':
      return `"overrides": ${entry} in package.json`;
    case 'pnpm':
      return `"pnpm": { "overrides": ${entry} } in package.json, or overrides in pnpm-workspace.yaml`;
    case 'yarn':
      return `"resolutions": ${entry} in package.json`;
  }
}

function allOf({ dependencies, devDependencies }: Manifest): Readonly<Record<string, string>> {
  return { ...devDependencies, ...dependencies };
}
