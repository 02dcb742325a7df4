import { readdirSync } from 'node:fs';
import { contextNames } from '../config/context-names.js';
import type { CommandDefinition, FlagDefinition } from '../grammar/definition.js';
import { DEFAULT_ACTION } from '../sockets/socket-type.js';
import { nextWords } from './next-words.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What can stand at a place. */
export interface Candidates {
  /** Each with what it is, or an empty text. */
  readonly found: readonly (readonly [value: string, summary: string])[];
  /** Whether the name of a file can stand there, too. */
  readonly files: boolean;
}

/** Endpoints are recognized by how they begin, wherever they stand. */
const ENDPOINT = /^[@>'"]|^[a-z]+:\/\//u;

const NOTHING: Candidates = { found: [], files: false };

/** The values of a flag. */
export function flagValueCandidates({ name, type, values }: FlagDefinition, env: Environment): Candidates {
  if (name === 'context') return plain(contextNames(env));
  return type === 'path' ? { found: [], files: true } : plain(values ?? []);
}

/** The argument that follows these. */
export function argumentCandidates(
  command: CommandDefinition,
  definitions: readonly CommandDefinition[],
  before: readonly string[],
  typed: string,
  env: Environment,
): Candidates {
  const listed = (command.arguments ?? []).filter(({ name }) => !name.includes('ENDPOINT'));
  if (listed[0]?.completes === 'commands') return { found: nextWords(definitions, before), files: false };
  const place = before.filter((word) => !ENDPOINT.test(word)).length;
  const last = listed.at(-1);
  const argument = listed[place] ?? (last?.name.endsWith('…') === true ? last : undefined);
  switch (argument?.completes) {
    case undefined:
    case 'commands':
      return NOTHING;
    case 'contexts':
      return plain(contextNames(env));
    case 'files':
      return { found: [], files: true };
    case 'recordings':
      return { ...plain(recordings(typed)), files: true };
    case 'socket types':
      return plain(Object.keys(DEFAULT_ACTION).map((type) => type.toLowerCase()));
    default:
      return plain(argument?.completes ?? []);
  }
}

function plain(values: readonly string[]): Candidates {
  return { found: values.map((value) => [value, '']), files: false };
}

/** The recordings in the folder of a path that is typed. */
function recordings(typed: string): readonly string[] {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  try {
    return readdirSync(folder === '' ? '.' : folder)
      .filter((name) => /\.zmqrec\.jsonl(?:\.gz|\.zst)?$/u.test(name))
      .map((name) => `${folder}${name}`)
      .toSorted();
  } catch {
    return [];
  }
}
