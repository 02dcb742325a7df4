import { Message } from '@zeromq-ts/core';
import type { CallOptionChecks } from '@zeromq-ts/core/spi';
import {
  checkAtLeast,
  checkCallOptions,
  checkFunction,
  checkObject,
  clearInterval,
  CloseDeadline,
  setInterval,
  throwLater,
} from '@zeromq-ts/core/spi';
import { type DealerOptions, ZMQDealer } from '@zeromq-ts/dealerrouter';
import type { WorkerSide } from './job-type.js';
import { DEFAULT_HEARTBEAT_INTERVAL_MS, LIVENESS_INTERVALS, poolLiveness } from './heartbeat.js';
import {
  command,
  commandOf,
  ERROR,
  HEARTBEAT,
  jobOf,
  LEAVING,
  type MessagePart,
  READY,
  REGISTER,
  RESULT,
} from './wire.js';

/** What a handler knows of its job. */
export interface JobContext {
  /** Aborts when the worker is closed without waiting. */
  readonly signal: AbortSignal;
}

/** Options of a {@link PoolWorker}. */
export interface PoolWorkerOptions {
  /** How many jobs it does at a time. Default 1. */
  readonly concurrency?: number | undefined;
  /** How many more jobs it has at hand, so that it need not wait for the next one. Default 1. */
  readonly prefetch?: number | undefined;
  /**
   * How often it says that it is alive, in milliseconds, at most 60 000. When nothing comes from the pool for twelve times
   * that, the worker connects and registers again. Default 1000.
   */
  readonly heartbeatInterval?: number | undefined;
  /** Is called with what a handler throws; the pool receives its text. Default: nothing. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Options of the DEALER: keys, limits, engine, context. */
  readonly socket?: DealerOptions | undefined;
}

const OPTION_CHECKS: CallOptionChecks = {
  concurrency: checkAtLeast(1),
  prefetch: checkAtLeast(0),
  heartbeatInterval: checkAtLeast(1),
  onError: checkFunction,
  socket: checkObject,
};

/**
 * A worker of a {@link WorkerPool}. It registers with the pool, again whenever the connection was lost or the pool was
 * restarted, and does the jobs that it is given.
 *
 * Heartbeats need the event loop: a handler that computes for longer than three intervals without a pause looks dead, and
 * its job is given to another worker. Use a longer `heartbeatInterval` at both ends, or a thread.
 *
 * @example
 * ```ts
 * import { job, PoolWorker, WorkerPool } from '@zeromq-ts/workers';
 *
 * const shout = job<string, string>();
 * await using pool = new WorkerPool(shout, 'inproc://shouts');
 * await using worker = new PoolWorker(shout, async (text) => `${text.toUpperCase()}!`, 'inproc://shouts');
 * console.log(await pool.run('hello')); // HELLO!
 * ```
 */
export class PoolWorker<Input = unknown, Result = unknown> implements AsyncDisposable {
  /** The DEALER, for endpoints, events and statistics. Do not send or receive with it. */
  readonly socket: ZMQDealer;
  readonly #type: WorkerSide<Input, Result>;
  readonly #handler: (input: Input, job: JobContext) => Result | PromiseLike<Result>;
  readonly #concurrency: number;
  readonly #credit: number;
  readonly #interval: number;
  readonly #onError: ((error: unknown) => void) | undefined;
  readonly #abort = new AbortController();
  readonly #stopping = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  /** Jobs that were given to it and not begun. */
  readonly #queue: { readonly id: Uint8Array; readonly input: Message }[] = [];
  #running = 0;
  #connected = false;
  #leaving = false;
  /** Those that wait for the last job to be over. */
  #waiting: (() => void)[] = [];
  readonly #closeDeadline = new CloseDeadline(() => this.#giveUp());
  #closing: Promise<void> | undefined;

  /**
   * @param type The kind of jobs, see `job`.
   * @param handler Does a job. What it throws is the error of the job.
   * @param endpoint Where the pool is: connected, unless a prefix `@` says to bind. Several addresses must be those of one
   * pool, because results go to them in turn; the pool counts a worker for each. For several pools, use a worker for each.
   * @param options See {@link PoolWorkerOptions}.
   * @throws ZMQError `EINVAL` for a wrong endpoint or option.
   */
  constructor(
    type: WorkerSide<Input, Result>,
    handler: (input: Input, job: JobContext) => Result | PromiseLike<Result>,
    endpoint: string | readonly string[],
    options: PoolWorkerOptions = {},
  ) {
    checkCallOptions('PoolWorker', options, OPTION_CHECKS);
    this.#type = type;
    this.#handler = handler;
    this.#concurrency = options.concurrency ?? 1;
    this.#credit = this.#concurrency + (options.prefetch ?? 1);
    this.#onError = options.onError;
    this.#interval = options.heartbeatInterval ?? DEFAULT_HEARTBEAT_INTERVAL_MS;
    this.socket = new ZMQDealer(endpoint, { ...poolLiveness(this.#interval), ...options.socket });
    this.socket.on('handshake-succeeded', () => {
      this.#connected = true;
      this.#register();
    });
    this.socket.on('disconnected', () => {
      this.#connected = false;
    });
    this.#timer = setInterval(() => this.#tell(HEARTBEAT), this.#interval);
    void this.#serve();
  }

  /**
   * Stops: takes no more jobs, finishes those it has, and closes. Idempotent: a further call can only shorten the wait, by an
   * earlier end of its `timeout`.
   *
   * @param options `timeout`: how long the jobs may take, in milliseconds; then they are aborted, and the pool gives them to
   * others. Default `Infinity`.
   * @throws ZMQError `EINVAL` for an invalid timeout, as a rejection.
   */
  close(options: { readonly timeout?: number } = {}): Promise<void> {
    try {
      this.#closeDeadline.called(options);
    } catch (error) {
      return Promise.reject(error);
    }
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #giveUp(): void {
    this.#abort.abort();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #close(): Promise<void> {
    this.#leaving = true;
    this.#tell(LEAVING);
    while (!this.#abort.signal.aborted && (this.#running > 0 || this.#queue.length > 0)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#closeDeadline.end();
    clearInterval(this.#timer);
    this.#stopping.abort();
    // A pool that has not taken the last results by then counts this worker as dead, and has given the jobs to others.
    await this.socket.close({ linger: this.#connected ? LIVENESS_INTERVALS * this.#interval : 0 });
  }

  #register(): void {
    if (!this.#leaving) this.#tell(READY, `${this.#credit}`, `${this.#interval}`);
  }

  async #serve(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        this.#take(await this.socket.receive({ signal, timeout: Infinity }));
      } catch {
        // It is closing.
        return;
      }
    }
  }

  #take({ frames }: Message): void {
    if (commandOf(frames)?.code === REGISTER) return this.#register();
    const given = jobOf(frames);
    // A heartbeat; or what no pool sends.
    if (given === undefined) return;
    this.#queue.push({ id: frames[0] as Uint8Array, input: new Message(given.rest) });
    this.#begin();
  }

  #begin(): void {
    while (this.#running < this.#concurrency) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#running++;
      void this.#do(next.id, next.input).finally(() => {
        this.#running--;
        this.#begin();
        for (const wake of this.#waiting.splice(0)) wake();
      });
    }
  }

  async #do(id: Uint8Array, encoded: Message): Promise<void> {
    try {
      const input = await this.#type.input.decode(encoded);
      const result = await this.#handler(input, { signal: this.#abort.signal });
      this.#send(id, '', RESULT, new Message(await this.#type.result.encode(result)));
    } catch (error) {
      // An aborted job is not over: the pool gives it to another worker.
      if (!this.#abort.signal.aborted) this.#send(id, '', ERROR, textOf(error));
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    try {
      this.#onError?.(error);
    } catch (thrown) {
      // An error of the program, as if it had been thrown in a listener; the worker goes on.
      throwLater(thrown);
    }
  }

  /** Tells the pool something that is of no use to it later. */
  #tell(code: number, ...args: readonly string[]): void {
    if (this.#connected) this.#send(command(code), ...args);
  }

  #send(...frames: readonly MessagePart[]): void {
    // Waits for the connection if there is none; fails when the socket closes.
    void this.socket.send(frames).catch(() => {});
  }
}

/** The text of anything that was thrown. */
function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'The handler has thrown what is no text.';
  }
}
