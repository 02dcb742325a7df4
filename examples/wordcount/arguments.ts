import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export const USAGE = `Counts the words of all text files under a folder, and how small Brotli makes them, shared among worker processes.

  pnpm start [folder …] [--workers N] [--web]

Without a folder, it counts this repository's own docs and packages. With --web, a page in a browser shows the figures,
until Ctrl-C.`;

export interface Arguments {
  readonly folders: readonly string[];
  readonly workers: number;
  /** Whether a page shows the figures. */
  readonly web: boolean;
  readonly help: boolean;
}

/** @throws TypeError naming the argument that is wrong. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: args.filter((argument) => argument !== '--'),
    allowPositionals: true,
    options: {
      workers: { type: 'string', short: 'w' },
      web: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const workers = values.workers ?? String(Math.max(2, Math.min(8, availableParallelism())));
  if (!/^[1-9]\d?$/.test(workers)) throw new TypeError(`--workers is ${workers}; it accepts 1 to 99.`);
  // A package manager runs scripts in its own folder, and says where it was called.
  const from = process.env['INIT_CWD'] ?? process.cwd();
  const folders = positionals.length > 0 ? positionals.map((folder) => resolve(from, folder)) : ownFolders();
  return { folders, workers: Number(workers), web: values.web ?? false, help: values.help ?? false };
}

/** This file is run from `examples/dist/wordcount`. */
function ownFolders(): string[] {
  return ['docs', 'packages'].map((name) => fileURLToPath(new URL(`../../../${name}`, import.meta.url)));
}
