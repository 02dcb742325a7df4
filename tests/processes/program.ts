import { fileURLToPath } from 'node:url';
import { LineChild } from './line-child.js';

/** Starts one of the programs in a Node process of its own. They use the packages as built, as any user's program. */
export function startProgram(engine: string, name: string, ...args: readonly (string | number)[]): LineChild {
  return startProgramWith([], engine, name, ...args);
}

/** The same with flags of Node. */
export function startProgramWith(
  flags: readonly string[],
  engine: string,
  name: string,
  ...args: readonly (string | number)[]
): LineChild {
  const file = fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url));
  return new LineChild(name, process.execPath, [...flags, file, ...args.map(String)], { ZMQ_ENGINE: engine });
}
