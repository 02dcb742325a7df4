import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';

type Timer = ReturnType<typeof setTimeout>;

/** The reason of the signal when `--timeout` or `--idle` has ended a command. */
export class TimeOver extends Error {
  override readonly name = 'TimeOver';
  /** How long the time was, in milliseconds. */
  readonly time: number;

  constructor(message: string, time: number) {
    super(message);
    this.time = time;
  }
}

/** The signal of a command that has `--timeout` and `--idle`: aborted by these, too. */
export class TimeLimits {
  readonly #ended = new AbortController();
  readonly #outer: AbortSignal;
  readonly #idle: number | undefined;
  #timer: Timer | undefined;
  #idleTimer: Timer | undefined;

  constructor(flags: Flags, { signal }: Pick<CommandIO, 'signal'>) {
    this.#outer = signal;
    this.#idle = flags.number('idle');
    signal.addEventListener('abort', this.#interrupt);
    if (signal.aborted) this.#interrupt();
    const timeout = flags.number('timeout');
    if (timeout !== undefined) {
      this.#timer = setTimeout(() => this.end(new TimeOver(`The time of ${timeout} ms is over.`, timeout)), timeout);
    }
    this.touch();
  }

  /** Aborted when the command is to end. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Whether a time limit has ended the command. */
  get isOver(): boolean {
    return this.signal.reason instanceof TimeOver;
  }

  /** Something has arrived: `--idle` begins again. */
  touch(): void {
    if (this.#idle === undefined) return;
    clearTimeout(this.#idleTimer);
    const idle = this.#idle;
    this.#idleTimer = setTimeout(() => this.end(new TimeOver(`Nothing has arrived for ${idle} ms.`, idle)), idle);
  }

  /** Ends the command for another reason, such as a refused handshake. */
  end(reason: Error): void {
    this.#ended.abort(reason);
  }

  /** Stops the clocks. */
  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#idleTimer);
    this.#outer.removeEventListener('abort', this.#interrupt);
  }

  readonly #interrupt = (): void => this.end(this.#outer.reason as Error);
}
