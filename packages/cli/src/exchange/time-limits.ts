import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import type { Flags, GivenTime } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';

type Timer = ReturnType<typeof setTimeout>;

/** The reason of the signal when `--timeout` or `--idle` has ended a command. */
export class TimeOver extends Error {
  override readonly name = 'TimeOver';
  /** Which of the flags it was. */
  readonly flag: 'timeout' | 'idle';
  /** How long the time was. */
  readonly time: GivenTime;

  constructor(flag: 'timeout' | 'idle', time: GivenTime) {
    super(flag === 'idle' ? `Nothing has arrived for ${time.ms} ms.` : `The time of ${time.ms} ms is over.`);
    this.flag = flag;
    this.time = time;
  }
}

/** The signal of a command that has `--timeout` and `--idle`: aborted by these, too. */
export class TimeLimits {
  readonly #ended = new AbortController();
  readonly #outer: AbortSignal;
  readonly #idle: GivenTime | undefined;
  #timer: Timer | undefined;
  #idleTimer: Timer | undefined;

  constructor(flags: Flags, { signal }: Pick<CommandIO, 'signal'>) {
    this.#outer = signal;
    this.#idle = flags.time('idle');
    signal.addEventListener('abort', this.#interrupt);
    if (signal.aborted) this.#interrupt();
    const timeout = flags.time('timeout');
    if (timeout !== undefined) this.#timer = setTimeout(() => this.end(new TimeOver('timeout', timeout)), timeout.ms);
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
    this.#idleTimer = setTimeout(() => this.end(new TimeOver('idle', idle)), idle.ms);
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
