// Not of core, which help and completion do not need.
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers';
import { SOCKET_COMMANDS } from './commands/socket-commands.js';
import { configFolder } from './config/folder.js';
import { UsageError } from './errors/command-error.js';
import { explain } from './errors/explain.js';
import { exitCode } from './exit-codes.js';
import type { Command, FlagValue } from './grammar/definition.js';
import type { ParsedLine } from './grammar/parse.js';
import { Flags } from './grammar/parsed.js';
import { type CommandIO, Interrupted } from './io.js';
import { OutputClosed, OutputFailed } from './output/output-ended.js';
import { hasEnded, written } from './output/written.js';

/** They show the figures of processes, and none of their own. */
const READERS: ReadonlySet<string> = new Set(['top', 'dashboard']);

/** Runs a command line: finds its command, and turns what is thrown into an error text and an exit code. */
export async function runLine(argv: readonly string[], io: CommandIO): Promise<number> {
  let flags = givenWithoutParsing(argv, io);
  try {
    const quick = await withoutCommand(argv, io);
    if (quick !== undefined) return await handedOver(quick, io);
    const { command, parsed } = await parsedLine(argv, io);
    ({ flags } = parsed);
    if (flags.boolean('help')) {
      const { commandHelp } = await import('./help/command-help.js');
      io.stdout.write(commandHelp(command.definition));
      return await handedOver(exitCode('done'), io);
    }
    if ((io.env['ZMQ_STATS'] ?? '') !== '' && !READERS.has(command.definition.name)) {
      await import('@zeromq-ts/stats/register');
    }
    const { run: runCommand } = await command.load();
    return await handedOver(await runCommand(parsed, io), io);
  } catch (error) {
    return codeOfReason(io.signal) ?? failed(error, flags, io);
  }
}

/** Reads the line. What is said about a line that is wrong, or about files, depends on all commands. */
async function parsedLine(argv: readonly string[], io: CommandIO): Promise<ParsedLine> {
  const [{ parse }, { filesFor }] = await Promise.all([import('./grammar/parse.js'), import('./grammar/files.js')]);
  const read = (commands: readonly Command[]): ParsedLine =>
    parse(commands, argv, { env: io.env, files: filesFor(commands, io) });
  if (isSocketCommand(argv) && !mayHaveFiles(argv, io)) {
    try {
      return read(SOCKET_COMMANDS);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  return read(await allCommands());
}

function isSocketCommand(argv: readonly string[]): boolean {
  const name = argv.find((word) => !word.startsWith('-'));
  return SOCKET_COMMANDS.some(({ definition }) => definition.name === name);
}

/** Whether a file may set flags: their names are checked against those of all commands. */
function mayHaveFiles(argv: readonly string[], { env }: CommandIO): boolean {
  if (env['ZMQ_CONTEXT'] !== undefined || env['ZMQ_CONFIG'] !== undefined) return true;
  if (argv.some((word) => /^--con(?:fig|text)/u.test(word))) return true;
  const folder = configFolder(env);
  return folder !== undefined && existsSync(folder);
}

async function allCommands(): Promise<readonly Command[]> {
  return (await import('./commands/index.js')).COMMANDS;
}

/** The exit code of `zmq --version`, which has been written. */
export async function versionWritten(argv: readonly string[], io: CommandIO): Promise<number> {
  try {
    return await handedOver(exitCode('done'), io);
  } catch (error) {
    return failed(error, givenWithoutParsing(argv, io), io);
  }
}

/**
 * The exit code of a command that has ended, when its output is handed to the system: a file on a full disk says only then
 * that it takes no more.
 *
 * @throws OutputFailed when it could not be written.
 */
async function handedOver(code: number, io: CommandIO): Promise<number> {
  await written(io.stdout);
  // The stream emits the error in a later turn.
  if (hasEnded(io.stdout)) await new Promise((resolve) => setImmediate(resolve));
  if (io.signal.reason instanceof OutputFailed) throw io.signal.reason;
  return codeOfReason(io.signal) ?? code;
}

/** Says why a command has failed. @returns its exit code. */
async function failed(error: unknown, flags: Flags, io: CommandIO): Promise<number> {
  const { reason } = io.signal as { reason: unknown };
  const failure = explain(reason instanceof OutputFailed ? reason.cause : error);
  const { Report } = await import('./output/report.js');
  new Report(flags, io).error(failure);
  return failure.exitCode;
}

/** The exit code of what has ended the command from outside; `undefined` when nothing has, or an error has. */
function codeOfReason({ aborted, reason }: AbortSignal): number | undefined {
  if (!aborted) return undefined;
  if (reason instanceof OutputClosed) return exitCode('done');
  if (reason instanceof Interrupted) return reason.exitCode;
  return reason instanceof OutputFailed ? undefined : exitCode('interrupted');
}

/** What needs neither a command nor the parser. */
async function withoutCommand(argv: readonly string[], io: CommandIO): Promise<number | undefined> {
  const [first] = argv;
  if (first === undefined || ((first === '--help' || first === '-h') && argv.length === 1)) {
    const { overview } = await import('./help/overview.js');
    io.stdout.write(overview((await allCommands()).map(({ definition }) => definition)));
    return exitCode('done');
  }
  if (first === 'complete') {
    const { complete } = await import('./completion/complete.js');
    const definitions = (await allCommands()).map(({ definition }) => definition);
    io.stdout.write(complete(definitions, argv.slice(1), io.env));
    return exitCode('done');
  }
  return undefined;
}

/** How to write an error about a line that cannot be read. */
function givenWithoutParsing(argv: readonly string[], { env }: CommandIO): Flags {
  const values = new Map<string, FlagValue>();
  for (const name of ['json', 'debug', 'no-color']) if (argv.includes(`--${name}`)) values.set(name, true);
  const [, color = env['ZMQ_COLOR']] = /(?:^|\n)--color[=\n](always|never)/u.exec(argv.join('\n')) ?? [];
  if (color !== undefined) values.set('color', color);
  return new Flags(values, new Map());
}
