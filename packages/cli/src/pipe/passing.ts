import type { Message } from '@zeromq-ts/core';
import { CommandError } from '../errors/command-error.js';
import { MessageProgram } from '../exchange/run-program.js';
import type { TimeLimits } from '../exchange/time-limits.js';
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
  readonly #limits: TimeLimits;
  /** One for each program: settled when its result is handed on, after those before it. Never rejected. */
  readonly #handed: Promise<void>[] = [];
  #failure: Error | undefined;
  #taken = 0;
  #passed = 0;

  /** @param limits Ended by the first failure. @throws UsageError for a malformed expression. */
  constructor(flags: Flags, io: CommandIO, report: Report, limits: TimeLimits, handOn: HandOn) {
    this.#isWanted = selectionOf(flags);
    this.#program = MessageProgram.from(flags, io);
    this.#parallel = flags.number('parallel') ?? 1;
    this.#skipsFailures = flags.text('on-error') === 'skip';
    this.#report = report;
    this.#limits = limits;
    this.#handOn = handOn;
  }

  /** How many messages were handed on. */
  get passed(): number {
    return this.#passed;
  }

  /** How many are with a program, or wait for those before them. */
  get pending(): number {
    return this.#handed.length;
  }

  /** Whether a program, or handing on, has failed. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Takes a message. Resolves when the next one may be taken. @throws The failure of handing on. */
  async take(message: Message): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#isWanted(message)) return;
    this.#taken += 1;
    if (this.#program === undefined) {
      await this.#handOn([...message]);
      this.#passed += 1;
      return;
    }
    const result = this.#program.run(message, this.#taken, this.#limits.signal).then(framesOf, asError);
    this.#handed.push(this.#handOnAfter(this.#handed.at(-1), result));
    if (this.#handed.length >= this.#parallel) await this.#handed[0];
  }

  /** Resolves when all that was taken is handed on, or left. @throws The failure of a program, or of handing on. */
  async end(): Promise<void> {
    await this.#handed.at(-1);
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Hands on what a program has printed, as soon as it has, and those before it are handed on. */
  async #handOnAfter(before: Promise<void> | undefined, result: Promise<Frames | Error | undefined>): Promise<void> {
    await before;
    const printed = await result;
    // It stays pending: it was taken, and is not passed.
    if (this.#failure !== undefined) return;
    try {
      if (printed instanceof Error) this.#fail(printed);
      else if (printed !== undefined) {
        await this.#handOn(printed);
        this.#passed += 1;
      }
    } catch (error) {
      this.#failure = asError(error);
      this.#limits.end(this.#failure);
    } finally {
      // In the same turn as it is counted: a message is either pending or passed.
      void this.#handed.shift();
    }
  }

  #fail(error: Error): void {
    if (!this.#skipsFailures || !(error instanceof CommandError)) throw error;
    this.#report.warn(error.message);
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
