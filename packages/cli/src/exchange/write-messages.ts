import type { Message } from '@zeromq-ts/core';
import { CommandError } from '../errors/command-error.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { Dump } from '../messages/dump.js';
import { formatterOf } from '../messages/formatter.js';
import type { Formatter } from '../messages/format-string.js';
import { microseconds, type Received } from '../messages/received.js';
import { selectionOf } from '../messages/selection.js';
import { Output } from '../output/output.js';
import type { Report } from '../output/report.js';
import type { MessageSink } from './message-sink.js';
import { MessageProgram } from './run-program.js';

/** Where received messages go: to stdout in the chosen form, to files with `--dump`, to a program with `--exec`. */
export class MessageWriter implements MessageSink {
  readonly #output: Output;
  readonly #report: Report;
  readonly #format: Formatter | undefined;
  readonly #isWanted: (message: Message) => boolean;
  readonly #dump: Dump | undefined;
  readonly #program: MessageProgram | undefined;
  readonly #parallel: number;
  readonly #skipsFailures: boolean;
  readonly #running = new Set<Promise<void>>();
  readonly #failed = new AbortController();
  #before: number | undefined;
  #count = 0;
  #bytes = 0;

  private constructor({ flags }: Parsed, io: CommandIO, report: Report, dump: Dump | undefined, runs: boolean) {
    this.#output = new Output(io);
    this.#report = report;
    this.#format = formatterOf(flags, io);
    this.#isWanted = selectionOf(flags);
    this.#dump = dump;
    this.#program = runs ? MessageProgram.from(flags, io) : undefined;
    this.#parallel = flags.number('parallel') ?? 1;
    this.#skipsFailures = flags.text('on-error') === 'skip';
  }

  /**
   * @param runs Whether `--exec` gets the messages; false where it makes the replies.
   * @throws UsageError for wrong flags, before a message is received.
   */
  static async from(parsed: Parsed, io: CommandIO, report: Report, runs = true): Promise<MessageWriter> {
    return new MessageWriter(parsed, io, report, await Dump.from(parsed.flags), runs);
  }

  /** How many messages were written. */
  get count(): number {
    return this.#count;
  }

  /** How many bytes their frames have. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether `--max-files` is reached. */
  get isFull(): boolean {
    return this.#dump?.isFull === true;
  }

  /** Aborted as soon as a program has failed and the command is to end, with the failure as the reason. */
  get failed(): AbortSignal {
    return this.#failed.signal;
  }

  /**
   * Takes a message.
   *
   * @param signal Ends the program of `--exec`, when the linger is over.
   * @returns A promise to wait for before the next one is taken; `undefined` to go on at once.
   */
  write(message: Message, signal?: AbortSignal): Promise<void> | undefined {
    this.failed.throwIfAborted();
    if (!this.#isWanted(message)) return undefined;
    this.#count += 1;
    this.#bytes += message.size;
    if (this.#program !== undefined) return this.#execute(this.#program, message, signal);
    if (this.#dump !== undefined) return this.#dump.write(message);
    if (this.#format === undefined) return undefined;
    const time = microseconds();
    const received: Received = { message, n: this.#count, time, before: this.#before ?? time };
    this.#before = time;
    return this.#output.write(this.#format(received));
  }

  /** Resolves when everything is written, and all programs have ended. @throws The failure of a program. */
  async end(): Promise<void> {
    await Promise.all(this.#running);
    await this.#output.end();
    this.failed.throwIfAborted();
  }

  /** As many programs as `--parallel` says at once; what they print comes out whole, in the order in which they end. */
  #execute(program: MessageProgram, message: Message, signal: AbortSignal | undefined): Promise<void> | undefined {
    const running = program
      .run(message, this.#count, signal)
      .then((output) => this.#output.write(output))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return this.#running.size < this.#parallel ? undefined : Promise.race(this.#running);
  }

  #fail(error: unknown): void {
    if (this.#skipsFailures && error instanceof CommandError) this.#report.warn(error.message);
    else this.#failed.abort(error instanceof Error ? error : new Error(String(error)));
  }
}
