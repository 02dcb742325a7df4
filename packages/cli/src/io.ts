import type { Readable, Writable } from 'node:stream';

/** What a command has of the process that it runs in. Nothing else of the process is used, so that it can be tested. */
export interface CommandIO {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
  readonly stderr: Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by SIGINT, SIGTERM and SIGHUP, with an {@link Interrupted} as the reason: stop reading, send what is left, end. */
  readonly signal: AbortSignal;
}

/** The reason of the signal of a command that was interrupted. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP';

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`Interrupted by ${signal}.`);
    this.signal = signal;
  }

  /** The exit code of a shell for a program that this signal has ended. */
  get exitCode(): number {
    return { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[this.signal];
  }
}

/** The same with another signal. stdin is not touched before a command asks for it. */
export function withSignal(io: CommandIO, signal: AbortSignal): CommandIO {
  const { stdout, stderr, env } = io;
  return {
    get stdin() {
      return io.stdin;
    },
    stdout,
    stderr,
    env,
    signal,
  };
}
