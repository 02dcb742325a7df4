import type { ChildProcess } from 'node:child_process';
import type { Message } from '@zeromq-ts/core';
import { clearTimeout, MAX_TIMER_MS, onAbort, performance, setTimeout } from '@zeromq-ts/core/spi';
import { CommandError, UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { unescapeText } from '../messages/unescape.js';
import { printable } from '../output/printable.js';
import { hasProgram } from './find-program.js';

/** The most of a topic that a program gets in its environment. */
const MAX_TOPIC_BYTES = 4096;

/** How long a program has to end after SIGTERM. */
const GRACE_MS = 500;

/** A program of `--exec`, for one message after the other. */
export class MessageProgram {
  readonly #program: string;
  readonly #args: readonly string[];
  readonly #delimiter: Buffer;
  readonly #io: CommandIO;
  readonly #linger: number;
  /** Until when programs may run: the command is over, and lingers. */
  #end: number | undefined;

  private constructor([program = '', ...args]: readonly string[], flags: Flags, io: CommandIO) {
    this.#program = program;
    this.#args = args;
    this.#delimiter = unescapeText(flags.text('delimiter') ?? '', '--delimiter');
    this.#io = io;
    this.#linger = flags.number('linger') ?? 0;
  }

  /** `undefined` without `--exec`. @throws UsageError when there is no such program: before a message is taken for it. */
  static from(flags: Flags, io: CommandIO): MessageProgram | undefined {
    const given = flags.list('exec');
    const [program] = given;
    if (program === undefined) return undefined;
    if (!hasProgram(program, io.env)) {
      throw new UsageError(`--exec: there is no program "${printable(program)}".`, {
        code: 'ENOENT',
        hint: 'give its path, or a name in PATH, and its arguments each on its own: --exec tr a-z A-Z',
      });
    }
    return new MessageProgram(given, flags, io);
  }

  /**
   * Runs the program with the frames of a message on stdin, without a shell.
   *
   * @param signal Aborted when the command is to end: then it may run for as long as `--linger` says.
   * @returns What it wrote to stdout.
   * @throws CommandError with exit code 9 when it cannot be started, or fails; the reason of the signal when it has not
   * ended in time.
   */
  async run(message: Message, n: number, signal?: AbortSignal): Promise<Buffer> {
    // Not loaded at every start.
    const { spawn } = await import('node:child_process');
    if (this.#end !== undefined && this.#end <= performance.now()) throw signal?.reason;
    const env = {
      ...this.#io.env,
      ZMQ_N: String(n),
      ZMQ_TOPIC: printable(message.frame(0).subarray(0, MAX_TOPIC_BYTES)),
      ZMQ_PEER: printable(message.peer?.address ?? ''),
    };
    const child = spawn(this.#program, this.#args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.#io.stderr.write(chunk));
    // A program need not read what it gets.
    child.stdin.on('error', () => {});
    child.stdin.end(
      Buffer.concat(Array.from(message, (frame, index) => (index === 0 ? [frame] : [this.#delimiter, frame])).flat()),
    );
    const watched = signal === undefined ? undefined : this.#endInTime(child, signal);
    return new Promise<Buffer>((resolve, reject) => {
      child.once('error', (cause) => {
        reject(new CommandError('handler', `${this.#program} cannot be started.`, { cause, code: 'EEXEC' }));
      });
      child.once('close', (code, endedBy) => {
        if (watched?.isKilled() === true) reject(signal?.reason as Error);
        else if (code === 0) resolve(Buffer.concat(chunks));
        else reject(this.#failure(code, endedBy));
      });
    }).finally(() => watched?.forget());
  }

  /** Ends a program that still runs when the linger of the command is over. All programs have the same linger. */
  #endInTime(
    child: ChildProcess,
    signal: AbortSignal,
  ): { readonly isKilled: () => boolean; readonly forget: () => void } {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isKilled = false;
    const kill = (): void => {
      isKilled = child.kill('SIGTERM');
      timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      // What it has started may hold these open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const begin = (): void => {
      this.#end ??= performance.now() + this.#linger;
      timer = setTimeout(kill, Math.min(Math.max(0, Math.ceil(this.#end - performance.now())), MAX_TIMER_MS));
    };
    const remove = signal.aborted ? begin() : onAbort(signal, begin);
    return {
      isKilled: () => isKilled,
      forget: () => {
        remove?.();
        clearTimeout(timer);
      },
    };
  }

  #failure(code: number | null, signal: string | null): CommandError {
    const how = signal === null ? `has ended with ${code}` : `was ended by ${signal}`;
    return new CommandError('handler', `${this.#program} ${how}.`, {
      code: 'EEXEC',
      hint: '--on-error skip goes on with the next message',
    });
  }
}
