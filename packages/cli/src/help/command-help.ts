import { EXIT_CODES, type ExitName } from '../exit-codes.js';
import type { CommandDefinition } from '../grammar/definition.js';
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

function section(title: string, body: string): string {
  return `${title}:\n${body}`;
}
