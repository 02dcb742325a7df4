// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A check that this runtime cannot pass, and why: it runs as an expected failure, and has its row in `docs/compat.md`.
 * @typedef {object} Exception
 * @property {string} title
 * @property {readonly string[]} transports
 * @property {string} reason
 */

/**
 * A runtime, and the npm package that carries its binary.
 * @typedef {object} Runtime
 * @property {string} name what it is called in `RUNTIMES`
 * @property {string} title
 * @property {string} install name and versions of the package
 * @property {string} binary its path in the folder that the package is installed to
 * @property {readonly string[]} args what comes before the name of a program
 * @property {readonly Exception[]} exceptions
 */

const { platform, arch } = process;

/** @param {number} major @returns {Runtime} */
function node(major) {
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const binary = `node_modules/${name}/bin/node`;
  return { name: `node-${major}`, title: 'Node', install: `${name}@${major}`, binary, args: [], exceptions: [] };
}

/** @returns {Runtime} */
function bun() {
  const name = `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}`;
  const binary = `node_modules/${name}/bin/bun`;
  return { name: 'bun', title: 'Bun', install: `${name}@1`, binary, args: [], exceptions: [] };
}

/** @returns {Runtime} */
function deno() {
  const name = `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`;
  const args = ['run', '--allow-all'];
  return {
    name: 'deno',
    title: 'Deno',
    install: `${name}@2`,
    binary: `node_modules/${name}/deno`,
    args,
    exceptions: [],
  };
}

/** The runtimes that the packages are for. */
export const RUNTIMES = [node(20), node(22), node(24), node(26), bun(), deno()];

/** Where a runtime is downloaded to. @param {Runtime} runtime */
export function folderOf(runtime) {
  return fileURLToPath(new URL(`../../node_modules/.cache/runtimes/${runtime.name}`, import.meta.url));
}

/** Those that `RUNTIMES` asks for: `all`, or names with commas between them. */
export function wanted() {
  const names = (process.env['RUNTIMES'] ?? '').split(',').filter(Boolean);
  const unknown = names.filter((name) => name !== 'all' && !RUNTIMES.some((each) => each.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `RUNTIMES has ${unknown.join(', ')}; there are all, ${RUNTIMES.map(({ name }) => name).join(', ')}.`,
    );
  }
  return RUNTIMES.filter(({ name }) => names.includes('all') || names.includes(name));
}

/** The binary of a runtime: the one that `RUNTIME_BUN`, `RUNTIME_NODE_22` … names, or the downloaded one. @param {Runtime} runtime */
export function binaryOf(runtime) {
  return (
    process.env[`RUNTIME_${runtime.name.replace('-', '_').toUpperCase()}`] ?? join(folderOf(runtime), runtime.binary)
  );
}

/**
 * How to start a runtime and which version it is; or why it cannot be started.
 * @param {Runtime} runtime
 * @returns {{ command: string, version: string } | { missing: string }}
 */
export function find(runtime) {
  const isThis = runtime.name === `node-${process.versions.node.split('.')[0]}`;
  if (!isThis && !wanted().includes(runtime)) return { missing: 'pnpm runtimes downloads and runs it' };
  const command = isThis && !existsSync(binaryOf(runtime)) ? process.execPath : binaryOf(runtime);
  if (!existsSync(command)) return { missing: `there is no ${runtime.binary}: run pnpm runtimes` };
  const said = execFileSync(command, ['--version'], { encoding: 'utf8' });
  return { command, version: /\d+\.\d+\.\d+/.exec(said)?.[0] ?? said.trim() };
}
