import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LineChild } from './line-child.js';

const built = fileURLToPath(new URL('../../packages/zeromq-ts/dist/index.js', import.meta.url));

/** Starts one of the programs in a Node process of its own. They use the packages as built, as any user's program. */
export function startProgram(engine: string, name: string, ...args: readonly (string | number)[]): LineChild {
  if (!existsSync(built)) throw new Error('These tests run the built packages: run `pnpm build` first.');
  const file = fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url));
  return new LineChild(name, process.execPath, [file, ...args.map(String)], { ZMQ_ENGINE: engine });
}
