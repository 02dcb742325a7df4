import type { CommandDefinition, FlagDefinition } from '../grammar/definition.js';
import { argumentCandidates, type Candidates, flagValueCandidates } from './candidates.js';
import { nextWords } from './next-words.js';

/**
 * What completes the last of these words, for the scripts of the shells: a candidate on each line, with what it is behind a
 * tab, and at the end `:0` if the name of a file may stand there when nothing else does, or `:4`.
 *
 * @param line `--` and the words after `zmq`; `--next --` when a new word follows them, which not every shell can say by an
 * empty one.
 */
export function complete(
  definitions: readonly CommandDefinition[],
  line: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string {
  const start = line.indexOf('--') + 1;
  const words = [...line.slice(start), ...(line.slice(0, start).includes('--next') ? [''] : [])];
  const typed = words.at(-1) ?? '';
  const { found, files } = candidatesOf(definitions, words.slice(0, -1), typed, env);
  const lines = found
    .filter(([value]) => value.startsWith(typed))
    .map(([value, summary]) => (summary === '' ? value : `${value}\t${summary}`));
  return `${[...lines, files ? ':0' : ':4'].join('\n')}\n`;
}

function candidatesOf(
  definitions: readonly CommandDefinition[],
  before: readonly string[],
  typed: string,
  env: Readonly<Record<string, string | undefined>>,
): Candidates {
  // As for the parser, flags may stand before the command.
  const start = before.findIndex((word) => !word.startsWith('-'));
  const words = start === -1 ? [] : before.slice(start);
  const command = commandOf(definitions, words);
  if (command === undefined) return { found: typed.startsWith('-') ? [] : nextWords(definitions, words), files: false };
  const rest = words.slice(command.name.split(' ').length);
  if (rest.includes('--exec')) return { found: [], files: true };
  if (rest.includes('--')) return argumentCandidates(command, definitions, positionals(command, rest), typed, env);

  const last = rest.at(-1) ?? '';
  const awaited = last.startsWith('-') && !last.includes('=') ? valueFlag(command, last) : undefined;
  if (awaited !== undefined) return flagValueCandidates(awaited, env);
  const [, name, prefix = ''] = /^(--([^=]+)=)/u.exec(typed) ?? [];
  if (name !== undefined) {
    const flag = command.flags.find((each) => `--${each.name}=` === name);
    if (flag === undefined || prefix === '' || isBare(flag)) return { found: [], files: false };
    const { found, files } = flagValueCandidates(flag, env);
    return { found: found.map(([value, summary]) => [`${name}${value}`, summary]), files };
  }
  if (typed.startsWith('-'))
    return { found: command.flags.map(({ name: flag, summary }) => [`--${flag}`, summary]), files: false };
  return argumentCandidates(command, definitions, positionals(command, rest), typed, env);
}

/** The command with the longest name that these words begin with. */
function commandOf(definitions: readonly CommandDefinition[], words: readonly string[]): CommandDefinition | undefined {
  const fits = definitions.filter(({ name }) => name.split(' ').every((word, index) => word === words[index]));
  return fits.toSorted((a, b) => b.name.length - a.name.length)[0];
}

/** The flag that this word ends with, if it takes a value. */
function valueFlag(command: CommandDefinition, word: string): FlagDefinition | undefined {
  const flag = command.flags.find(({ name, short }) =>
    word.startsWith('--') ? word === `--${name}` : short !== undefined && word.at(-1) === short,
  );
  return flag === undefined || isBare(flag) ? undefined : flag;
}

function isBare({ type }: FlagDefinition): boolean {
  return type === 'boolean' || type === 'count';
}

/** The words that are neither flags nor their values. */
function positionals(command: CommandDefinition, rest: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] as string;
    if (word === '--') return [...found, ...rest.slice(at + 1)];
    if (!word.startsWith('-') || word === '-') found.push(word);
    else if (!word.includes('=') && valueFlag(command, word) !== undefined) at += 1;
  }
  return found;
}
