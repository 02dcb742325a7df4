import { type CommandIO, withSignal } from './io.js';
import { OutputClosed, OutputFailed } from './output/output-ended.js';
import { hasEnded, written } from './output/written.js';
import { VERSION } from './version.js';

/** The command goes on when what it reports on stderr is not read. */
function onErrorOutputError(): void {}

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
    end(error.code === 'EPIPE' ? new OutputClosed() : new OutputFailed(error.message, { cause: error }));

  if (io.signal.aborted) interrupt();
  io.signal.addEventListener('abort', interrupt);
  io.stdout.on('error', onOutputError);
  io.stderr.on('error', onErrorOutputError);
  try {
    if (argv[0] === '--version' || argv[0] === '-V') {
      io.stdout.write(`${VERSION}\n`);
      await written(io.stdout);
      if (!hasEnded(io.stdout)) return 0;
      const { versionWritten } = await import('./run-line.js');
      return await versionWritten(argv, withSignal(io, ended.signal));
    }
    // Loaded when it is needed: a start is short.
    const { runLine } = await import('./run-line.js');
    return await runLine(argv, withSignal(io, ended.signal));
  } finally {
    await Promise.all([written(io.stdout), written(io.stderr)]);
    io.signal.removeEventListener('abort', interrupt);
    io.stdout.off('error', onOutputError);
    io.stderr.off('error', onErrorOutputError);
  }
}
