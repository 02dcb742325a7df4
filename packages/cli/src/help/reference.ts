import { EXIT_CODES } from '../exit-codes.js';
import type { CommandDefinition, FlagDefinition } from '../grammar/definition.js';
import { flagSummary, flagSyntax, groupsOf, twinOf } from './flag-text.js';
import { exitsOf } from './command-help.js';
import { usageOf } from './usage.js';

const INTRODUCTION = `# Reference of the command line

<!-- Made by \`zmq help --markdown\`: change the table of commands in packages/cli, not this page. -->

\`zmq\` is the program of the package [\`@zeromq-ts/cli\`](../packages/cli/README.md); [On the command line](guide/command-line.md) is an
introduction. Times are written as \`250ms\`, \`5s\`, \`1m\`, or in milliseconds; sizes as \`64KiB\`, \`1MB\`, or in
bytes. A value comes from the flag, or else from the environment, or else from the context, the file of the user, and the
default.
`;

/** The reference of all commands as Markdown: docs/command-line.md. */
export function reference(definitions: readonly CommandDefinition[]): string {
  return [INTRODUCTION, exitCodes(), ...definitions.map((definition) => commandSection(definition))].join('\n');
}

function exitCodes(): string {
  const rows = Object.values(EXIT_CODES).map(({ code, when }) => [String(code), escaped(when)]);
  return `## Exit codes\n\n${table(['code', 'when'], rows)}`;
}

function commandSection(definition: CommandDefinition): string {
  const { name, summary, description = [], arguments: given = [], flags, examples } = definition;
  const lines = examples.map(({ text, line }) => `# ${text}\n${line}`).join('\n\n');
  return [
    `## zmq ${name}\n\n${sentence(summary)}\n`,
    `\`\`\`sh\n${lines}\n\`\`\`\n`,
    `Usage: \`${usageOf(definition)}\`\n`,
    ...description.map((paragraph) => `${paragraph}\n`),
    ...(given.length === 0
      ? []
      : [
          table(
            ['argument', 'what'],
            given.map((each) => [`\`${each.name}\``, escaped(each.summary)]),
          ),
        ]),
    ...[...groupsOf(flags)].map(([title, group]) => flagTable(title, group)),
    `Exit codes: ${exitsOf(definition)
      .map((exit) => EXIT_CODES[exit].code)
      .join(', ')}.\n`,
  ].join('\n');
}

function flagTable(title: string, flags: readonly FlagDefinition[]): string {
  const rows = flags.map((flag) => {
    const twin = twinOf(flag);
    return [`\`${escaped(flagSyntax(flag))}\``, escaped(flagSummary(flag)), twin === undefined ? '' : `\`${twin}\``];
  });
  return table([title.toLowerCase(), 'what', 'environment'], rows);
}

/** As the formatter writes it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? title).length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |\n`;
  return `${line(head)}| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n${rows.map((row) => line(row)).join('')}`;
}

function escaped(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

function sentence(phrase: string): string {
  return `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}.`;
}
