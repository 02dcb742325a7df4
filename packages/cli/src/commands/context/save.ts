import { isAbsolute, resolve } from 'node:path';
import { knownFlags, readSettings } from '../../config/settings.js';
import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Run } from '../../grammar/definition.js';
import { looksLikeEndpoint } from '../../grammar/endpoints.js';
import { printable } from '../../output/printable.js';
import { COMMANDS } from '../index.js';
import { storeOf } from './store-of.js';

/** `zmq context save`. */
export const run: Run = async (parsed, io) => {
  const { words, flags } = parsed;
  // The first word that is no endpoint ends the endpoints of the grammar: here it is the name.
  const [name = '', ...after] = words;
  const wrong = after.find((word) => !looksLikeEndpoint(word));
  if (wrong !== undefined) throw new UsageError(`"${printable(wrong)}" is no endpoint such as tcp://127.0.0.1:5555.`);
  const before = parsed.endpoints.map(({ action, text }) => `${PREFIX[action ?? 'none']}${text}`);
  const context = { endpoints: [...before, ...after], flags: settingsOf(flags.list('set')) };
  storeOf(parsed, io).write(name, context, { create: !flags.boolean('force') });
  return exitCode('done');
};

const PREFIX = { bind: '@', connect: '>', none: '' } as const;

function settingsOf(given: readonly string[]): ReturnType<typeof readSettings> {
  const known = knownFlags(COMMANDS.map(({ definition }) => definition));
  const values: Record<string, string | string[]> = {};
  for (const text of given) {
    const equals = text.indexOf('=');
    const name = text.slice(0, equals);
    const flag = known.get(name)?.[0];
    if (equals <= 0) throw new UsageError(`--set is FLAG=VALUE such as timeout=2s, not "${printable(text)}".`);
    if (flag === undefined) throw new UsageError(`"${printable(name)}" is no flag that a context can set.`);
    const written = text.slice(equals + 1);
    // A context is used from everywhere.
    const value = flag.type === 'path' && written !== '-' && !isAbsolute(written) ? resolve(written) : written;
    const others = values[name];
    values[name] = others === undefined || flag.repeatable !== true ? value : [others, value].flat();
  }
  return readSettings(values, '--set', known, () => {});
}
