import { EXIT_CODES, type ExitName } from '../exit-codes.js';
import type { CommandDefinition, FlagDefinition } from '../grammar/definition.js';
import { flagSummary, flagSyntax, groupsOf } from './flag-text.js';
import { columns, wrapped } from './layout.js';
import { usageOf } from './usage.js';

/** The whole help of one command: examples first. */
export function commandHelp(definition: CommandDefinition): string {
  const { name, summary, description = [], arguments: given = [], flags, examples } = definition;
  return [
    `zmq ${name}: ${summary}\n`,
    section('Examples', examples.map(({ text, line }) => `  # ${text}\n  ${line}\n`).join('\n')),
    section('Usage', `  ${usageOf(definition)}\n`),
    ...description.map((paragraph) => `${wrapped(paragraph).join('\n')}\n`),
    ...(given.length === 0 ? [] : [section('Arguments', columns(given.map((each) => [each.name, each.summary])))]),
    ...[...groupsOf(flags)].map(([title, group]) =>
      section(title, columns(group.map((flag) => [flagSyntax(flag), flagSummary(flag)]))),
    ),
    ...valuesNote(flags),
    section('Exit codes', exitCodeTable(exitsOf(definition))),
  ].join('\n');
}

/** The exit codes that this command can end with. */
export function exitsOf({ exits = [] }: CommandDefinition): readonly ExitName[] {
  const names = Object.keys(EXIT_CODES) as ExitName[];
  const always: readonly ExitName[] = ['done', 'failed', 'usage', 'interrupted', 'terminated'];
  return names.filter((name) => always.includes(name) || exits.includes(name));
}

/** Exit codes, and when a command ends with them. */
export function exitCodeTable(names = Object.keys(EXIT_CODES) as readonly ExitName[]): string {
  return columns(names.map((name) => [String(EXIT_CODES[name].code), EXIT_CODES[name].when]));
}

/** How times and sizes are written, for a command that takes them. */
function valuesNote(flags: readonly FlagDefinition[]): readonly string[] {
  const has = (type: FlagDefinition['type']): boolean => flags.some((flag) => flag.type === type);
  const notes = [
    ...(has('duration') ? ['TIME is 250ms, 5s, 1m or 2h; a number alone is milliseconds.'] : []),
    ...(has('size') ? ['SIZE is 64KiB or 1MB; a number alone is bytes.'] : []),
  ];
  return notes.length === 0 ? [] : [`${notes.join('\n')}\n`];
}

function section(title: string, body: string): string {
  return `${title}:\n${body}`;
}
