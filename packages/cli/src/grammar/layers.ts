import type { FlagDefinition, FlagValue } from './definition.js';
import { Flags, type GivenEndpoint, type Source } from './parsed.js';
import { environmentName, hasTwin, readFlag } from './read-flag.js';

/** Values from a file, by the name of the flag, as they would be written; a list for what is repeatable. */
export interface Layer {
  readonly source: Source;
  /** What an error calls it: the path of the file. */
  readonly origin: string;
  readonly values: Readonly<Record<string, string | readonly string[]>>;
}

/** What files say about a command line. */
export interface FileValues {
  /** First the context, then the file of the user. */
  readonly layers: readonly Layer[];
  /** Of the context: for a command line without endpoints. */
  readonly endpoints: readonly GivenEndpoint[];
}

/**
 * The values of all flags: those of the command line, then of the environment, then of the layers in their order, then the
 * defaults.
 *
 * @param texts How those of the command line were written.
 */
export function resolveFlags(
  definitions: readonly FlagDefinition[],
  given: ReadonlyMap<string, FlagValue>,
  env: Readonly<Record<string, string | undefined>>,
  layers: readonly Layer[],
  texts: ReadonlyMap<string, string> = new Map(),
): Flags {
  const written = new Map<string, string>();
  const values = new Map<string, FlagValue>();
  const sources = new Map<string, Source>();
  for (const flag of definitions) {
    const found =
      fromLine(flag, given, texts) ?? fromEnvironment(flag, env) ?? fromLayers(flag, layers) ?? fromDefault(flag);
    if (found === undefined) continue;
    values.set(flag.name, found.value);
    sources.set(flag.name, found.source);
    if (found.text !== undefined) written.set(flag.name, found.text);
  }
  return new Flags(values, sources, written);
}

interface Found {
  readonly value: FlagValue;
  readonly source: Source;
  readonly text: string | undefined;
}

function fromLine(
  flag: FlagDefinition,
  given: ReadonlyMap<string, FlagValue>,
  texts: ReadonlyMap<string, string>,
): Found | undefined {
  const value = given.get(flag.name);
  return value === undefined ? undefined : { value, source: 'flag', text: texts.get(flag.name) };
}

function fromEnvironment(flag: FlagDefinition, env: Readonly<Record<string, string | undefined>>): Found | undefined {
  if (!hasTwin(flag)) return undefined;
  const name = environmentName(flag);
  const text = env[name];
  return text === undefined ? undefined : { value: read(flag, text, name), source: 'environment', text };
}

function fromLayers(flag: FlagDefinition, layers: readonly Layer[]): Found | undefined {
  for (const { source, origin, values } of layers) {
    const text = Object.hasOwn(values, flag.name) ? values[flag.name] : undefined;
    if (text === undefined) continue;
    const value = read(flag, text, `${flag.name} in ${origin}`);
    return { value, source, text: typeof text === 'string' ? text : undefined };
  }
  return undefined;
}

function fromDefault(flag: FlagDefinition): Found | undefined {
  if (flag.default === undefined) return undefined;
  return { value: read(flag, flag.default, `--${flag.name}`), source: 'default', text: flag.default };
}

function read(flag: FlagDefinition, text: string | readonly string[], what: string): FlagValue {
  if (flag.repeatable === true) return typeof text === 'string' ? [text] : text;
  return readFlag(flag, typeof text === 'string' ? text : text.join(','), what);
}
