import { writeSync } from 'node:fs';

// What the programs of the peers on Node have in common. Each is one process of a benchmark, called as
// `node <program>.js <part> name=value …`, and reports to the process that started it by lines of JSON on its output.
// bench.h and bench.py are the same for C and Python.

const [part = '', ...pairs] = process.argv.slice(2);
const given = new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

export function text(name: string): string {
  const value = given.get(name);
  if (value === undefined) throw new Error(`This program is started by main.js; it needs ${name}=….`);
  return value;
}

export function number(name: string): number {
  return Number(text(name));
}

export function tell(report: Readonly<Record<string, unknown>>): void {
  writeSync(1, `${JSON.stringify(report)}\n`);
}

/** Runs the part that the command line names, for a bounded time. */
export async function perform(parts: Readonly<Record<string, () => Promise<unknown>>>): Promise<void> {
  const chosen = parts[part];
  if (chosen === undefined) throw new Error(`There is no part ${part}: there are ${Object.keys(parts).join(', ')}.`);
  setTimeout(() => {
    writeSync(2, `The part ${part} was not done in time.\n`);
    process.exit(1);
  }, number('limit')).unref();
  await chosen();
}

/** What every message of a throughput benchmark carries. */
export function payload(): Buffer {
  return Buffer.alloc(number('size'), 'x');
}
