import { EXIT_CODES } from '../exit-codes.js';
import type { CommandDefinition, FlagDefinition } from '../grammar/definition.js';
import { flagSummary, flagSyntax, groupsOf, twinOf } from './flag-text.js';
import { usageOf } from './usage.js';

/** The manual page of all commands, in the macros of man(7). */
export function manualPage(definitions: readonly CommandDefinition[]): string {
  return [
    '.TH ZMQ 1 "" "zeromq-ts" "User Commands"',
    '.SH NAME',
    String.raw`zmq \- ZeroMQ on the command line`,
    '.SH SYNOPSIS',
    String.raw`.B zmq \fICOMMAND\fR [\fIENDPOINT\fR...] [\fIARGUMENT\fR...] [flags]`,
    '.SH DESCRIPTION',
    escaped(
      'Times are written as 250ms, 5s, 1m, or in milliseconds; sizes as 64KiB, 1MB, or in bytes. A value comes from the flag, or else from the environment, or else from the context, the file of the user, and the default.',
    ),
    ...definitions.flatMap((definition) => commandSection(definition)),
    '.SH EXIT STATUS',
    ...Object.values(EXIT_CODES).flatMap(({ code, when }) => ['.TP', `.B ${code}`, escaped(when)]),
    '',
  ].join('\n');
}

function commandSection(definition: CommandDefinition): string[] {
  const { name, summary, description = [], flags, examples } = definition;
  return [
    `.SH ${escaped(`zmq ${name}`).toUpperCase()}`,
    `${escaped(summary.slice(0, 1).toUpperCase() + summary.slice(1))}.`,
    '.PP',
    `.B ${escaped(usageOf(definition))}`,
    ...description.flatMap((paragraph) => ['.PP', escaped(paragraph)]),
    ...examples.flatMap(({ text, line }) => [
      '.PP',
      `${escaped(text)}:`,
      '.PP',
      '.nf',
      `.RS\n${escaped(line)}\n.RE`,
      '.fi',
    ]),
    ...[...groupsOf(flags)].flatMap(([title, group]) => [
      `.SS ${escaped(title)}`,
      ...group.flatMap((flag) => ['.TP', `.B ${escaped(flagSyntax(flag))}`, escaped(withTwin(flag))]),
    ]),
  ];
}

function withTwin(flag: FlagDefinition): string {
  const twin = twinOf(flag);
  return twin === undefined ? flagSummary(flag) : `${flagSummary(flag)}. Environment: ${twin}`;
}

/** A line of text: what roff takes as an instruction is made plain. */
function escaped(text: string): string {
  const plain = text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll('…', '...');
  return /^[.']/u.test(plain) ? String.raw`\&` + plain : plain;
}
