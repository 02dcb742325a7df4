import { Command as CommanderCommand, CommanderError } from 'commander';
import { UsageError } from '../errors/command-error.js';
import { usageOf } from '../help/usage.js';
import { printable, printableText } from '../output/printable.js';
import type { Command, FlagDefinition, FlagValue } from './definition.js';
import { checkEndpoints, givenEndpoint, splitWords } from './endpoints.js';
import { type FileValues, resolveFlags } from './layers.js';
import type { GivenEndpoint, Parsed } from './parsed.js';
import { readFlag } from './read-flag.js';

/** What decides about the values of flags beside the command line. */
export interface ParseContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the files that count, for what the command line has said. Default: none. */
  readonly files?: ((given: ReadonlyMap<string, FlagValue>) => FileValues) | undefined;
}

/** A command line, and the command that it calls. */
export interface ParsedLine {
  readonly command: Command;
  readonly parsed: Parsed;
}

/**
 * Reads a command line: `zmq <command> [endpoint…] [arguments] [flags]`, with flags anywhere before `--`.
 *
 * @throws UsageError for anything that the table of commands does not have, with the nearest name that it has.
 */
export function parse(commands: readonly Command[], argv: readonly string[], context: ParseContext): ParsedLine {
  const { line, literal, program } = cut(argv);
  const { command, given, texts, listed, words } = readLine(commands, line);
  const { definition } = command;
  const split = splitWords(words, literal);
  if (program !== undefined) {
    if (!definition.flags.some(({ type }) => type === 'program')) throw unknownProgram(definition.name);
    given.set('exec', program);
  }
  // Of a command that has no context, such as those that mend one, and of a question for help, no file is read.
  const readsFiles = !given.has('help') && definition.flags.some(({ name }) => name === 'context');
  const files = readsFiles ? context.files?.(given) : undefined;
  const flags = resolveFlags(definition.flags, given, context.env, files?.layers ?? [], texts);
  const own = [...split.endpoints, ...listed];
  const isLacking = own.length === 0 && (definition.endpoints?.least ?? 0) > 0;
  const endpoints = isLacking ? (files?.endpoints ?? []) : own;
  const parsed: Parsed = { command: definition, endpoints, words: split.words, flags };
  // A line that asks for help is not complete.
  if (!flags.boolean('help')) {
    checkEndpoints(definition, parsed.endpoints, parsed.words);
    checkWords(parsed);
  }
  return { command, parsed };
}

/** The part with flags, what follows `--`, and the program of `--exec`, which takes everything that follows it. */
function cut(argv: readonly string[]): {
  readonly line: readonly string[];
  readonly literal: readonly string[];
  readonly program: readonly string[] | undefined;
} {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  const exec = flags.findIndex((word) => word === '--exec' || word.startsWith('--exec='));
  if (exec === -1) return { line: flags, literal: end === -1 ? [] : argv.slice(end + 1), program: undefined };
  const first = (argv[exec] as string).slice('--exec='.length);
  const program = [...(first === '' ? [] : [first]), ...argv.slice(exec + 1)];
  if (program.length === 0) throw new UsageError('--exec needs a program: it takes everything that follows.');
  return { line: argv.slice(0, exec), literal: [], program };
}

interface ReadLine {
  readonly command: Command;
  readonly given: Map<string, FlagValue>;
  /** How the values were written. */
  readonly texts: ReadonlyMap<string, string>;
  /** Of `--bind` and `--connect`. */
  readonly listed: readonly GivenEndpoint[];
  readonly words: readonly string[];
}

function readLine(commands: readonly Command[], line: readonly string[]): ReadLine {
  const given = new Map<string, FlagValue>();
  const texts = new Map<string, string>();
  const listed: GivenEndpoint[] = [];
  let called: { readonly command: Command; readonly words: readonly string[] } | undefined;

  const root = strict(new CommanderCommand('zmq'));
  // Only the one that is called gets its flags.
  const prepare = (command: Command, node: CommanderCommand): void => {
    for (const flag of command.definition.flags) {
      if (flag.type !== 'program') addFlag(node, flag, { given, texts, listed });
    }
  };
  for (const command of candidates(commands, line)) {
    const names = command.definition.name.split(' ');
    const parent = names.slice(0, -1).reduce((node, name) => childOf(node, name), root);
    const node = childOf(parent, names.at(-1) as string);
    node.argument('[words...]').action((words: string[]) => {
      called = { command, words };
    });
    node.parent?.hook('preSubcommand', (_, sub) => {
      if (sub === node) prepare(command, node);
    });
  }
  try {
    root.parse(flagsAfterCommand(line), { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? usageErrorOf(error, line, commands) : error;
  }
  if (called === undefined) throw new UsageError('zmq needs a command: zmq help lists them.');
  return { ...called, given, texts, listed };
}

/** The commands that a line can call: those with its first word, or all, among which the nearest is looked for. */
function candidates(commands: readonly Command[], line: readonly string[]): readonly Command[] {
  const first = line.find((word) => !word.startsWith('-'));
  const found = commands.filter(({ definition }) => definition.name.split(' ', 1)[0] === first);
  return found.length === 0 ? commands : found;
}

/** `zmq -v --json sub …` is `zmq sub … -v --json`: what stands before the command belongs to it, too. */
function flagsAfterCommand(line: readonly string[]): string[] {
  const first = line.findIndex((word) => !word.startsWith('-'));
  return first <= 0 ? [...line] : [...line.slice(first), ...line.slice(0, first)];
}

function childOf(parent: CommanderCommand, name: string): CommanderCommand {
  const known = parent.commands.find((each) => each.name() === name);
  if (known !== undefined) return known;
  const child = strict(new CommanderCommand(name));
  parent.addCommand(child);
  return child;
}

/** Nothing of commander's own is printed: it throws. */
function strict(command: CommanderCommand): CommanderCommand {
  return command
    .helpOption(false)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
}

/** What flags are read into. */
interface ReadFlags {
  readonly given: Map<string, FlagValue>;
  readonly texts: Map<string, string>;
  readonly listed: GivenEndpoint[];
}

function addFlag(node: CommanderCommand, flag: FlagDefinition, { given, texts, listed }: ReadFlags): void {
  const isBare = flag.type === 'boolean' || flag.type === 'count';
  const names = `${flag.short === undefined ? '' : `-${flag.short}, `}--${flag.name}`;
  node.option(isBare ? names : `${names} <value>`);
  // Each time that it is given: a variadic option of commander would take the arguments after it.
  node.on(`option:${flag.name}`, (text: string | null) => {
    const what = `--${flag.name}`;
    const before = given.get(flag.name);
    if (flag.type === 'boolean') given.set(flag.name, true);
    else if (flag.type === 'count') given.set(flag.name, (typeof before === 'number' ? before : 0) + 1);
    else if (flag.name === 'bind' || flag.name === 'connect') {
      listed.push({ ...givenEndpoint(text ?? ''), action: flag.name });
    } else {
      const value = readFlag(flag, text ?? '', what);
      const list = Array.isArray(before) ? (before as readonly string[]) : [];
      given.set(flag.name, flag.repeatable === true ? [...list, text ?? ''] : value);
      texts.set(flag.name, text ?? '');
    }
  });
}

function checkWords({ command, words }: Parsed): void {
  const { least, most } = command.words ?? { least: 0, most: 0 };
  if (words.length < least) {
    const missing = (command.arguments ?? []).filter(
      ({ required, name }) => required === true && !/ENDPOINT/u.test(name),
    )[words.length];
    throw new UsageError(`zmq ${command.name} needs ${missing?.name ?? 'one more argument'}.`, {
      hint: usageOf(command),
    });
  }
  if (words.length > most) {
    throw new UsageError(`zmq ${command.name} does not take the argument "${printable(words[most] as string)}".`);
  }
}

function unknownProgram(name: string): UsageError {
  return new UsageError(`zmq ${name} has no --exec: sub, pull, pair, dealer, router, rep and pipe run programs.`);
}

/** `error: unknown command 'sbu'\n(Did you mean sub?)` is one sentence here. */
function usageErrorOf(error: CommanderError, line: readonly string[], commands: readonly Command[]): UsageError {
  const name = line.find((word) => !word.startsWith('-'));
  if (error.code === 'commander.help') {
    return new UsageError(`zmq ${printable(name ?? '')} needs one more word: zmq help ${printable(name ?? '')}.`);
  }
  const elsewhere = error.code === 'commander.unknownOption' ? flagOfOthers(error, commands) : undefined;
  if (elsewhere !== undefined) {
    return new UsageError(`zmq ${printable(name ?? '')} cannot use ${elsewhere}.`, {
      cause: error,
      hint: `zmq ${printable(name ?? '')} --help`,
    });
  }
  const [what = '', suggestion = ''] = error.message.split('\n');
  const text = what
    .replace(/^error: /u, '')
    .replaceAll("'", '"')
    .replace(/ <value>"/u, '"');
  const meant = suggestion.replaceAll(/^\(|\)$/gu, '');
  const sentence = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.${meant === '' ? '' : ` ${meant}`}`;
  const isKnown = error.code !== 'commander.unknownCommand' && name !== undefined;
  return new UsageError(printableText(sentence), {
    cause: error,
    hint: isKnown ? `zmq ${printable(name)} --help` : 'zmq help',
  });
}

/** A flag that this command does not have, and those that have it. */
function flagOfOthers(error: CommanderError, commands: readonly Command[]): string | undefined {
  const [, given = ''] = /'(-[^']+)'/u.exec(error.message) ?? [];
  const isGiven = ({ name, short }: FlagDefinition): boolean => given === `--${name}` || given === `-${short}`;
  const found = commands.filter(({ definition }) => definition.flags.some((flag) => isGiven(flag)));
  if (found.length === 0) return undefined;
  return `${given}: it is a flag of ${found.map(({ definition }) => definition.name).join(', ')}`;
}
