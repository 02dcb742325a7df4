import { COMMANDS } from './commands/index.js';
import { CommandError } from './errors/command-error.js';
import { explain } from './errors/explain.js';
import { exitCode } from './exit-codes.js';
import { Flags } from './grammar/parsed.js';
import { type CommandIO, Interrupted, withSignal } from './io.js';
import { written } from './output/output.js';
import { Report } from './output/report.js';
import { VERSION } from './version.js';

/** The command goes on when what it reports on stderr is not read. */
function onErrorOutputError(): void {}

/** The reason of the signal when the reader of stdout has closed it. */
class OutputClosed extends Error {}

/**
 * Runs a command line, as the program `zmq` does with its arguments.
 *
 * It reads and writes nothing of the process but what `io` has, and does not end it.
 *
 * @param argv The arguments: `['sub', 'tcp://127.0.0.1:5556', 'weather.']`.
 * @param io The streams, the environment, and a signal that ends the command as SIGINT does.
 * @returns The exit code. It never rejects: errors are written to `stderr`.
 *
 * @example
 * ```ts
 * import { run } from '@zeromq-ts/cli';
 *
 * const { stdin, stdout, stderr, env } = process;
 * const code = await run(['--version'], { stdin, stdout, stderr, env, signal: new AbortController().signal });
 * console.log(code);
 * ```
 */
export async function run(argv: readonly string[], io: CommandIO): Promise<number> {
  const ended = new AbortController();
  const end = (reason: unknown): void => ended.abort(reason);
  const interrupt = (): void => end(io.signal.reason);
  const onOutputError = (error: Error & { code?: string }): void =>
    end(error.code === 'EPIPE' ? new OutputClosed() : explain(error));

  if (io.signal.aborted) interrupt();
  io.signal.addEventListener('abort', interrupt);
  io.stdout.on('error', onOutputError);
  io.stderr.on('error', onErrorOutputError);
  try {
    return await endOf(argv, withSignal(io, ended.signal));
  } finally {
    await Promise.all([written(io.stdout), written(io.stderr)]);
    io.signal.removeEventListener('abort', interrupt);
    io.stdout.off('error', onOutputError);
    io.stderr.off('error', onErrorOutputError);
  }
}

async function endOf(argv: readonly string[], io: CommandIO): Promise<number> {
  let flags = givenWithoutParsing(argv);
  try {
    const quick = await withoutCommand(argv, io);
    if (quick !== undefined) return quick;
    const [{ parse }, { filesFor }] = await Promise.all([import('./grammar/parse.js'), import('./grammar/files.js')]);
    const files = filesFor(COMMANDS, io);
    const { command, parsed } = parse(COMMANDS, argv, { env: io.env, files });
    ({ flags } = parsed);
    if (flags.boolean('help')) {
      const { commandHelp } = await import('./help/command-help.js');
      io.stdout.write(commandHelp(command.definition));
      return exitCode('done');
    }
    const { run: runCommand } = await command.load();
    const code = await runCommand(parsed, io);
    return codeOfReason(io.signal) ?? code;
  } catch (error) {
    const code = codeOfReason(io.signal);
    if (code !== undefined) return code;
    const failure = io.signal.aborted && io.signal.reason instanceof CommandError ? io.signal.reason : explain(error);
    new Report(flags, io).error(failure);
    return failure.exitCode;
  }
}

/** The exit code of what has ended the command from outside; `undefined` when nothing has, or an error has. */
function codeOfReason({ aborted, reason }: AbortSignal): number | undefined {
  if (!aborted) return undefined;
  if (reason instanceof OutputClosed) return exitCode('done');
  if (reason instanceof Interrupted) return reason.exitCode;
  return reason instanceof CommandError ? undefined : exitCode('interrupted');
}

/** What needs neither a command nor the parser. */
async function withoutCommand(argv: readonly string[], io: CommandIO): Promise<number | undefined> {
  const [first] = argv;
  if (first === '--version' || first === '-V') {
    io.stdout.write(`${VERSION}\n`);
    return exitCode('done');
  }
  if (first === undefined || ((first === '--help' || first === '-h') && argv.length === 1)) {
    const { overview } = await import('./help/overview.js');
    io.stdout.write(overview(COMMANDS.map(({ definition }) => definition)));
    return exitCode('done');
  }
  if (first === 'complete') {
    const [{ complete }, { contextNames }] = await Promise.all([
      import('./help/complete.js'),
      import('./config/context-names.js'),
    ]);
    io.stdout.write(
      complete(
        COMMANDS.map(({ definition }) => definition),
        argv.slice(argv[1] === '--' ? 2 : 1),
        contextNames(io.env),
      ),
    );
    return exitCode('done');
  }
  return undefined;
}

/** How to write an error about a line that cannot be read. */
function givenWithoutParsing(argv: readonly string[]): Flags {
  const values = new Map<string, boolean>();
  for (const name of ['json', 'debug', 'no-color']) if (argv.includes(`--${name}`)) values.set(name, true);
  return new Flags(values, new Map());
}
