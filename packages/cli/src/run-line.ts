// Not of core, which help and completion do not need.
import { setImmediate } from 'node:timers';
import { COMMANDS } from './commands/index.js';
import { explain } from './errors/explain.js';
import { exitCode } from './exit-codes.js';
import type { FlagValue } from './grammar/definition.js';
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
    const [{ parse }, { filesFor }] = await Promise.all([import('./grammar/parse.js'), import('./grammar/files.js')]);
    const files = filesFor(COMMANDS, io);
    const { command, parsed } = parse(COMMANDS, argv, { env: io.env, files });
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
    io.stdout.write(overview(COMMANDS.map(({ definition }) => definition)));
    return exitCode('done');
  }
  if (first === 'complete') {
    const { complete } = await import('./completion/complete.js');
    const definitions = COMMANDS.map(({ definition }) => definition);
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
