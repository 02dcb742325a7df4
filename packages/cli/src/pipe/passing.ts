import type { Message } from '@zeromq-ts/core';
import { CommandError } from '../errors/command-error.js';
import { MessageProgram } from '../exchange/run-program.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { selectionOf } from '../messages/selection.js';
import type { Report } from '../output/report.js';

type Frames = readonly Uint8Array[];

/** Hands frames on. Resolves when the next ones may follow. */
type HandOn = (frames: Frames) => Promise<void>;

/**
 * What happens to messages on their way: left out by `--match` and `--skip`, changed by `--exec`. Programs run as many at
 * once as `--parallel` says, and what they print is handed on in the order of the messages.
 */
export class Passing {
  readonly #isWanted: (message: Message) => boolean;
  readonly #program: MessageProgram | undefined;
  readonly #parallel: number;
  readonly #skipsFailures: boolean;
  readonly #report: Report;
  readonly #handOn: HandOn;
  readonly #running: Promise<Frames | Error | undefined>[] = [];
  #taken = 0;
  #passed = 0;

  /** @throws UsageError for a malformed expression. */
  constructor(flags: Flags, io: CommandIO, report: Report, handOn: HandOn) {
    this.#isWanted = selectionOf(flags);
    this.#program = MessageProgram.from(flags, io);
    this.#parallel = flags.number('parallel') ?? 1;
    this.#skipsFailures = flags.text('on-error') === 'skip';
    this.#report = report;
    this.#handOn = handOn;
  }

  /** How many messages were handed on. */
  get passed(): number {
    return this.#passed;
  }

  /** How many are with a program. */
  get pending(): number {
    return this.#running.length;
  }

  /** Takes a message. Resolves when the next one may be taken. @throws The failure of a program, or of handing on. */
  async take(message: Message): Promise<void> {
    if (!this.#isWanted(message)) return;
    this.#taken += 1;
    if (this.#program === undefined) return this.#pass([...message]);
    this.#running.push(this.#program.run(message, this.#taken).then(framesOf, asError));
    if (this.#running.length >= this.#parallel) await this.#first();
  }

  /** Resolves when all that was taken is handed on. */
  async end(): Promise<void> {
    while (this.#running.length > 0) await this.#first();
  }

  /** Waits for the oldest program. */
  async #first(): Promise<void> {
    const result = await this.#running[0];
    void this.#running.shift();
    if (result === undefined) return;
    if (!(result instanceof Error)) return this.#pass(result);
    if (!this.#skipsFailures || !(result instanceof CommandError)) throw result;
    this.#report.warn(result.message);
  }

  async #pass(frames: Frames): Promise<void> {
    await this.#handOn(frames);
    this.#passed += 1;
  }
}

/** A program that prints nothing leaves its message out. */
function framesOf(printed: Buffer): Frames | undefined {
  return printed.length === 0 ? undefined : [printed];
}

/** It is looked at when its turn has come: until then it is no unhandled rejection. */
function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
