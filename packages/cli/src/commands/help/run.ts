import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { CommandDefinition } from '../../grammar/definition.js';
import { parse } from '../../grammar/parse.js';
import type { Parsed } from '../../grammar/parsed.js';
import { commandHelp, exitCodeTable } from '../../help/command-help.js';
import { manualPage } from '../../help/manual-page.js';
import { overview } from '../../help/overview.js';
import { page } from '../../help/pager.js';
import { reference } from '../../help/reference.js';
import type { CommandIO } from '../../io.js';
import { printable } from '../../output/printable.js';
import { COMMANDS } from '../index.js';

export async function run(parsed: Parsed, io: CommandIO): Promise<number> {
  await page(textFor(parsed), parsed.flags, io);
  return exitCode('done');
}

function textFor({ words, flags }: Parsed): string {
  const definitions = COMMANDS.map(({ definition }) => definition);
  if (flags.boolean('man')) return manualPage(definitions);
  if (flags.boolean('markdown')) return reference(definitions);
  const name = words.join(' ');
  if (name === '') return overview(definitions);
  if (name === 'exit-codes') return `Exit codes:\n${exitCodeTable()}`;
  const found = definitions.find((each) => each.name === name);
  if (found !== undefined) return commandHelp(found);
  const below = definitions.filter((each) => each.name.startsWith(`${name} `));
  if (below.length > 0) return below.map((each) => commandHelp(each)).join('\n');
  // The grammar knows the nearest command.
  parse(COMMANDS, [...words, '--help'], { env: {} });
  throw unknown(name, definitions);
}

function unknown(name: string, definitions: readonly CommandDefinition[]): UsageError {
  const text = `There is no command "${printable(name)}": there are ${definitions.map((each) => each.name).join(', ')}.`;
  return new UsageError(text, { hint: 'zmq help' });
}
