import { join } from 'node:path';
import type { Context } from '../config/context.js';
import { ContextStore } from '../config/context-store.js';
import { readUserFile } from '../config/files.js';
import { configFolder } from '../config/folder.js';
import { type KnownFlags, knownFlags, parseObject, readSettings, type Settings } from '../config/settings.js';
import { UsageError } from '../errors/command-error.js';
import type { CommandIO } from '../io.js';
import { Report } from '../output/report.js';
import type { Command, FlagValue } from './definition.js';
import { givenEndpoint } from './endpoints.js';
import type { FileValues } from './layers.js';
import { Flags } from './parsed.js';

/**
 * Reads the files whose values count for what the command line and the environment have not said: the context that
 * `--context` names or that is selected, and the file of `--config` or of the user. Nothing is read from the current folder
 * unless `--config` says so.
 */
export function filesFor(
  commands: readonly Command[],
  io: Pick<CommandIO, 'env' | 'stderr'>,
): (given: ReadonlyMap<string, FlagValue>) => FileValues {
  return (given) => {
    const folder = configFolder(io.env);
    const report = new Report(new Flags(given, new Map()), io);
    const known = knownFlags(commands.map(({ definition }) => definition));
    const warn = (text: string): void => report.warn(text);
    const strict = textOf(given, io, 'strict-permissions') !== undefined;
    const chosen = textOf(given, io, 'context');
    const store = folder === undefined ? undefined : new ContextStore(folder, known, { strict, warn });
    const context = contextOf(store, chosen);
    const file = textOf(given, io, 'config') ?? (folder === undefined ? undefined : join(folder, 'config.json'));
    const isNamed = textOf(given, io, 'config') !== undefined;
    const settings = file === undefined ? undefined : userSettings(file, { isNamed, strict, warn, known });
    return {
      layers: [
        ...(context === undefined
          ? []
          : [{ source: 'context' as const, origin: context.origin, values: context.flags }]),
        ...(settings === undefined ? [] : [{ source: 'user file' as const, origin: file as string, values: settings }]),
      ],
      endpoints: (context?.endpoints ?? []).map((text) => givenEndpoint(text)),
    };
  };
}

/** A flag that decides which files are read: of the command line, or of the environment. */
function textOf(
  given: ReadonlyMap<string, FlagValue>,
  { env }: Pick<CommandIO, 'env'>,
  name: string,
): string | undefined {
  const value = given.get(name) ?? env[`ZMQ_${name.toUpperCase().replaceAll('-', '_')}`];
  return value === undefined || value === '' || value === false ? undefined : String(value);
}

function contextOf(
  store: ContextStore | undefined,
  chosen: string | undefined,
): (Context & { readonly origin: string }) | undefined {
  if (store === undefined) {
    if (chosen === undefined) return undefined;
    throw new UsageError('There is no folder for contexts: set HOME or XDG_CONFIG_HOME to an absolute path.');
  }
  const name = chosen ?? selected(store);
  // `--context none` is for a line that the selected one does not suit.
  if (name === undefined || name === 'none') return undefined;
  return { ...store.read(name), origin: store.fileOf(name) };
}

function selected(store: ContextStore): string | undefined {
  const { current } = store.selection();
  if (current === undefined || store.names().includes(current)) return current;
  throw new UsageError(`The context "${current}", which is selected, is gone.`, { hint: 'zmq context unselect' });
}

function userSettings(
  file: string,
  {
    isNamed,
    strict,
    warn,
    known,
  }: { isNamed: boolean; strict: boolean; warn: (text: string) => void; known: KnownFlags },
): Settings | undefined {
  const text = readUserFile(file, { strict, warn });
  if (text === undefined) {
    if (isNamed) throw new UsageError(`There is no file ${file}.`);
    return undefined;
  }
  const unknown = (name: string): void => warn(`${file} sets "${name}", which is no flag that a file can set`);
  return readSettings(parseObject(text, file), file, known, unknown);
}
