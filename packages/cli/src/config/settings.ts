import { UsageError } from '../errors/command-error.js';
import type { CommandDefinition, FlagDefinition } from '../grammar/definition.js';
import { hasTwin, readFlag } from '../grammar/read-flag.js';
import { printable } from '../output/printable.js';

/** Values of flags in a file, by the names of the flags, as they would be written. */
export type Settings = Readonly<Record<string, string | readonly string[]>>;

/** Flags that a file can set, by name; commands may define one of a name differently. */
export type KnownFlags = ReadonlyMap<string, readonly FlagDefinition[]>;

/** What decides which files are read cannot be in them. */
const ABOUT_FILES = new Set(['config', 'context']);

/** The flags that files can set: those that have a twin in the environment. None of them holds a secret. */
export function knownFlags(definitions: readonly CommandDefinition[]): KnownFlags {
  const known = new Map<string, FlagDefinition[]>();
  for (const flag of definitions.flatMap(({ flags }) => flags)) {
    if (!hasTwin(flag) || ABOUT_FILES.has(flag.name)) continue;
    const others = known.get(flag.name) ?? [];
    if (!others.includes(flag)) known.set(flag.name, [...others, flag]);
  }
  return known;
}

/**
 * Checks the values of flags in a file: text, a number, `true`, `false`, or a list of texts.
 *
 * @param origin The path of the file, for errors.
 * @param unknown Called for a name that no command has; it is left out.
 * @throws UsageError for a value that none of the commands with this flag accepts.
 */
export function readSettings(
  value: unknown,
  origin: string,
  known: KnownFlags,
  unknown: (name: string) => void,
): Settings {
  if (!isObject(value)) throw new UsageError(`${origin}: the flags are an object such as { "timeout": "5s" }.`);
  // Without a prototype: `__proto__` is a name like any other.
  const settings: Record<string, string | readonly string[]> = Object.create(null) as Record<string, string>;
  for (const [name, given] of Object.entries(value)) {
    const flags = known.get(name);
    if (flags === undefined) unknown(name);
    else settings[name] = checkSetting(flags, given, `${name} in ${origin}`);
  }
  return settings;
}

function checkSetting(flags: readonly FlagDefinition[], given: unknown, what: string): string | readonly string[] {
  const texts = Array.isArray(given) ? given : [given];
  for (const each of texts) {
    if (!['string', 'number', 'boolean'].includes(typeof each)) {
      throw new UsageError(`${what} is text, a number, true, false or a list of texts.`);
    }
  }
  const written = texts.map(String);
  const problems = flags.map((flag) => problemOf(flag, written, what));
  const [first] = problems;
  if (first !== undefined && !problems.includes(undefined)) throw first;
  return Array.isArray(given) ? written : (written[0] as string);
}

/** Why a flag does not accept this. */
function problemOf(flag: FlagDefinition, texts: readonly string[], what: string): Error | undefined {
  if (texts.length !== 1 && flag.repeatable !== true) return new UsageError(`${what} is one value.`);
  try {
    for (const text of texts) readFlag(flag, text, what);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** Reads JSON. @throws UsageError with the path; nothing of the content is in it. */
export function parseObject(text: string, origin: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${printable(origin)} is not JSON.`, { cause: new Error(positionIn(cause)) });
  }
  if (isObject(value)) return value;
  throw new UsageError(`${printable(origin)} is not a JSON object.`);
}

/** The message of JSON.parse quotes what it has read. */
function positionIn(error: unknown): string {
  const position = /position \d+(?: \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0];
  return position === undefined ? 'it does not end, or has something else in it' : `at ${position}`;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
