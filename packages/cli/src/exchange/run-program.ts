import { spawn } from 'node:child_process';
import type { Message } from '@zeromq-ts/core';
import { CommandError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { unescapeText } from '../messages/unescape.js';
import { printable } from '../output/printable.js';

/** The most of a topic that a program gets in its environment. */
const MOST_TOPIC = 4096;

/** A program of `--exec`, for one message after the other. */
export class MessageProgram {
  readonly #program: string;
  readonly #args: readonly string[];
  readonly #delimiter: Buffer;
  readonly #io: CommandIO;

  private constructor([program = '', ...args]: readonly string[], flags: Flags, io: CommandIO) {
    this.#program = program;
    this.#args = args;
    this.#delimiter = unescapeText(flags.text('delimiter') ?? '', '--delimiter');
    this.#io = io;
  }

  /** `undefined` without `--exec`. */
  static from(flags: Flags, io: CommandIO): MessageProgram | undefined {
    const given = flags.list('exec');
    return given.length === 0 ? undefined : new MessageProgram(given, flags, io);
  }

  /**
   * Runs the program with the frames of a message on stdin, without a shell.
   *
   * @returns What it wrote to stdout.
   * @throws CommandError with exit code 9 when it cannot be started, or fails.
   */
  async run(message: Message, n: number): Promise<Buffer> {
    const env = {
      ...this.#io.env,
      ZMQ_N: String(n),
      ZMQ_TOPIC: printable(message.frame(0).subarray(0, MOST_TOPIC)),
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
    return new Promise((resolve, reject) => {
      child.once('error', (cause) => {
        reject(new CommandError('handler', `${this.#program} cannot be started.`, { cause, code: 'EEXEC' }));
      });
      child.once('close', (code, signal) => {
        if (code === 0) resolve(Buffer.concat(chunks));
        else reject(this.#failure(code, signal));
      });
    });
  }

  #failure(code: number | null, signal: string | null): CommandError {
    const how = signal === null ? `has ended with ${code}` : `was ended by ${signal}`;
    return new CommandError('handler', `${this.#program} ${how}.`, {
      code: 'EEXEC',
      hint: '--on-error skip goes on with the next message',
    });
  }
}
