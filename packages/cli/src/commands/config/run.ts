import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { CommandDefinition, FlagDefinition, FlagValue, Run } from '../../grammar/definition.js';
import { filesFor } from '../../grammar/files.js';
import { type Layer, resolveFlags } from '../../grammar/layers.js';
import type { Source } from '../../grammar/parsed.js';
import { environmentName } from '../../grammar/read-flag.js';
import { jsonLine } from '../../output/json-line.js';
import { printable } from '../../output/printable.js';
import { COMMANDS } from '../index.js';

/** `zmq config`: the values that a command would have. */
export const run: Run = async ({ words, flags }, io) => {
  const definitions = COMMANDS.map(({ definition }) => definition);
  const given = new Map<string, FlagValue>();
  for (const name of ['context', 'config']) {
    const value = flags.source(name) === 'flag' ? flags.value(name) : undefined;
    if (value !== undefined) given.set(name, value);
  }
  const { layers, endpoints } = filesFor(COMMANDS, io)(given);
  const isExplained = flags.boolean('explain');
  const write = (text: string, json: object): void =>
    void io.stdout.write(`${flags.boolean('json') ? jsonLine(json) : text}\n`);
  if (isExplained) {
    for (const { source, origin } of layers) write(`${source}: ${printable(origin)}`, { source, file: origin });
    for (const { text } of endpoints)
      write(`endpoint ${printable(text)}  (context)`, { endpoint: text, source: 'context' });
  }
  const name = words.join(' ');
  for (const flag of flagsOf(name, definitions)) {
    const values = resolveFlags([flag], new Map(), io.env, layers);
    const source = values.source(flag.name);
    const value = values.value(flag.name);
    if (value === undefined || source === undefined || (name === '' && source === 'default')) continue;
    const place = placeOf(flag, source, layers);
    const shown = [value]
      .flat()
      .map((each) => printable(String(each)))
      .join(', ');
    write(`--${flag.name}=${shown}${isExplained ? `  (${place})` : ''}`, {
      flag: flag.name,
      value,
      ...(isExplained ? { source, place } : {}),
    });
  }
  return exitCode('done');
};

/** The flags of a command; without one, those of all, the first of each name. */
function flagsOf(name: string, definitions: readonly CommandDefinition[]): readonly FlagDefinition[] {
  if (name !== '') {
    const found = definitions.find((each) => each.name === name);
    if (found === undefined) throw new UsageError(`There is no command "${printable(name)}".`, { hint: 'zmq help' });
    return found.flags;
  }
  const byName = new Map<string, FlagDefinition>();
  for (const flag of definitions.flatMap(({ flags }) => flags)) {
    if (!byName.has(flag.name)) byName.set(flag.name, flag);
  }
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function placeOf(flag: FlagDefinition, source: Source, layers: readonly Layer[]): string {
  if (source === 'environment') return `environment: ${environmentName(flag)}`;
  const layer = layers.find((each) => each.source === source);
  return layer === undefined ? source : `${source}: ${printable(layer.origin)}`;
}
