import { Message, type PeerInfo, type RoutedMessage } from '@zeromq-ts/core';
import {
  binaryKey,
  clearInterval,
  clearTimeout,
  onAbort,
  performance,
  setImmediate,
  setInterval,
  setTimeout,
} from '@zeromq-ts/core/spi';
import { type RouterOptions, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { JobError } from './job-error.js';
import type { PoolSide } from './job-type.js';
import { checkOptions, DEFAULT_HEARTBEAT_INTERVAL_MS, LIVENESS_INTERVALS } from './options.js';
import { Outcomes } from './outcomes.js';
import type { PoolJob } from './pool-job.js';
import { RemoteWorker } from './remote-worker.js';
import {
  command,
  commandOf,
  HEARTBEAT,
  JOB_ID_BYTES,
  jobOf,
  LEAVING,
  type MessagePart,
  READY,
  REGISTER,
  RESULT,
} from './wire.js';

/** Options of a {@link WorkerPool}. */
export interface WorkerPoolOptions {
  /** How many jobs may wait for a worker. Default 10 000; `run` rejects beyond that, `map` reads no further. */
  readonly maxQueued?: number | undefined;
  /** How often a job is given to a worker before it counts as lost. Default 3. */
  readonly maxDeliveries?: number | undefined;
  /** How long a worker may take for a job before another one gets it too, in milliseconds. Default: no limit. */
  readonly jobTimeout?: number | undefined;
  /** How long the result of a job with a key is kept for others with the same key, in milliseconds. Default: not kept. */
  readonly keepResults?: number | undefined;
  /**
   * How often the pool looks for workers that are silent, in milliseconds. One that is silent for three times that, or three
   * times its own interval if that is longer, is dead. Default 1000.
   */
  readonly heartbeatInterval?: number | undefined;
  /** Options of the ROUTER: keys, limits, engine, context. */
  readonly socket?: RouterOptions | undefined;
}

/** What `run` takes beside the input. */
export interface RunOptions {
  /** Jobs with the same key are one: those that come while it waits, runs, or is kept, get its result. */
  readonly key?: string | undefined;
  /** Gives the job up. A worker that has it already goes on, for nothing. */
  readonly signal?: AbortSignal | undefined;
}

/** What a pool counts. */
export interface WorkerPoolStats {
  readonly workers: number;
  /** Jobs that wait for a worker. */
  readonly queued: number;
  /** Jobs that workers have. */
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Jobs that were given to another worker, because the one that had them died or took too long. */
  readonly requeued: number;
  /** Results that came when the job was over already: it was carried out more than once. */
  readonly duplicates: number;
}

/** A result of `map`. */
export type Outcome<Input, Result> =
  | { readonly input: Input; readonly result: Result; readonly error?: undefined }
  | { readonly input: Input; readonly result?: undefined; readonly error: JobError };

const OPTION_NAMES = ['maxQueued', 'maxDeliveries', 'jobTimeout', 'keepResults', 'heartbeatInterval', 'socket'];
const NUMBERS = { maxQueued: 1, maxDeliveries: 1, jobTimeout: 1, keepResults: 0, heartbeatInterval: 1 };

/** What a stranger may promise to take at a time. */
const MAX_CREDIT = 65_536;

/** How long a stranger may promise to be silent. */
const MAX_INTERVAL_MS = 60_000;

/**
 * A pool of workers: gives each job to a worker that has room for it, the one that has waited longest first, and waits for
 * its result. The jobs of a worker that dies are given to others, so a job is carried out at least once; a result that comes
 * twice is counted and dropped.
 *
 * An open pool keeps the process alive.
 *
 * @example
 * ```ts
 * import { job, PoolWorker, WorkerPool } from '@zeromq-ts/workers';
 *
 * const square = job<number, number>();
 * await using pool = new WorkerPool(square);
 * await using worker = new PoolWorker(square, (number) => number * number, await pool.bind('tcp://127.0.0.1:*'));
 * console.log(await pool.run(7)); // 49
 * ```
 */
export class WorkerPool<Input = unknown, Result = unknown> implements AsyncDisposable {
  /** The ROUTER, for endpoints, events and statistics. Do not send or receive with it. */
  readonly socket: ZMQRouter;
  readonly #type: PoolSide<Input, Result>;
  readonly #options: WorkerPoolOptions;
  /** By routing id, those that have waited longest first. */
  readonly #workers = new Map<string, RemoteWorker>();
  /** All jobs that are not over, by id. */
  readonly #jobs = new Map<string, PoolJob>();
  /** Those that wait for a worker, in the order of the calls. */
  readonly #queue = new Set<PoolJob>();
  /** Those that a worker has not done: they come before the others. */
  readonly #again = new Set<PoolJob>();
  readonly #byKey = new Map<string, Promise<Result>>();
  readonly #stopping = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  #counts = { succeeded: 0, failed: 0, requeued: 0, duplicates: 0 };
  /** Calls of `run` that have not settled, with those whose input is being encoded. */
  #underWay = 0;
  #cancelled = false;
  /** Those that wait for a call of `run` to settle. */
  #waiting: (() => void)[] = [];
  #closing: Promise<void> | undefined;

  /**
   * @param type The kind of jobs, see `job`.
   * @param endpoint Bound, unless a prefix `>` says to connect. Default: none; see {@link bind}.
   * @param options See {@link WorkerPoolOptions}.
   * @throws ZMQError `EINVAL` for a wrong endpoint or option.
   */
  constructor(type: PoolSide<Input, Result>, endpoint?: string | readonly string[], options: WorkerPoolOptions = {}) {
    checkOptions('WorkerPool', options, OPTION_NAMES, NUMBERS);
    this.#type = type;
    this.#options = options;
    this.socket = new ZMQRouter(endpoint, options.socket);
    this.socket.on('disconnected', ({ peer }) => {
      if (peer !== undefined) setImmediate(() => this.#leave(peer));
    });
    this.#timer = setInterval(() => this.#expire(), this.#interval);
    void this.#serve();
  }

  get #interval(): number {
    return this.#options.heartbeatInterval ?? DEFAULT_HEARTBEAT_INTERVAL_MS;
  }

  /** Binds to an endpoint; see `bind` of a socket. */
  bind(endpoint: string): Promise<string> {
    return this.socket.bind(endpoint);
  }

  /**
   * Has a job done.
   *
   * @returns Its result, whichever worker it comes from.
   * @throws JobError see `JobErrorCode`, as a rejection.
   */
  run(input: Input, { key, signal }: RunOptions = {}): Promise<Result> {
    if (key === undefined) return this.#run(input, signal);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const result = this.#run(input, signal);
    this.#byKey.set(key, result);
    const forget = (): void => {
      if (this.#byKey.get(key) === result) this.#byKey.delete(key);
    };
    const { keepResults } = this.#options;
    result.then(() => (keepResults === undefined ? forget() : void setTimeout(forget, keepResults).unref?.()), forget);
    return result;
  }

  /**
   * Has many jobs done. Inputs are taken from the iterable as fast as workers take jobs; outcomes come in the order in which
   * jobs end. Leaving the loop gives up those that are under way.
   *
   * @param inputs Any number of inputs.
   * @param options `concurrency`: how many are under way at a time. Default: 2 for each job that the workers take.
   */
  async *map(
    inputs: Iterable<Input> | AsyncIterable<Input>,
    options: { readonly concurrency?: number; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Outcome<Input, Result>, void, void> {
    const leaving = new AbortController();
    const signal = options.signal === undefined ? leaving.signal : AbortSignal.any([leaving.signal, options.signal]);
    const outcomes = new Outcomes<Outcome<Input, Result>>();
    try {
      for await (const input of inputs) {
        while (outcomes.underWay >= (options.concurrency ?? this.#room())) {
          await outcomes.ready();
          yield* outcomes.take();
        }
        outcomes.add(
          this.#run(input, signal).then(
            (result) => ({ input, result }),
            (error: unknown) => ({ input, error: error as JobError }),
          ),
        );
        yield* outcomes.take();
      }
      while (outcomes.underWay > 0) {
        await outcomes.ready();
        yield* outcomes.take();
      }
      yield* outcomes.take();
    } finally {
      leaving.abort();
    }
  }

  /** Workers, jobs, and what became of them. Cheap. */
  stats(): WorkerPoolStats {
    const queued = this.#queue.size + this.#again.size;
    return { ...this.#counts, workers: this.#workers.size, queued, running: this.#jobs.size - queued };
  }

  /**
   * Waits for the jobs that it has, and closes. New jobs are refused. Idempotent.
   *
   * @param options `timeout`: how long to wait, in milliseconds; then the jobs that are left reject with `CANCELLED`.
   * Default `Infinity`.
   */
  close(options: { readonly timeout?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(options.timeout ?? Infinity);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(timeout: number): Promise<void> {
    const cancel = (): void => {
      this.#cancelled = true;
      for (const each of this.#jobs.values()) each.fail(new JobError('CANCELLED', 'The pool was closed.'));
    };
    const timer = timeout === Infinity ? undefined : setTimeout(cancel, timeout);
    while (this.#underWay > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    clearTimeout(timer);
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.socket.close();
  }

  /** How many jobs of one `map` are under way at most: enough that no worker waits for its next one. */
  #room(): number {
    let credit = 1;
    for (const worker of this.#workers.values()) credit += worker.credit;
    return Math.min(2 * credit, this.#options.maxQueued ?? Infinity);
  }

  async #run(input: Input, signal: AbortSignal | undefined): Promise<Result> {
    const { maxQueued = 10_000 } = this.#options;
    if (this.#closing !== undefined) throw new JobError('CANCELLED', 'The pool was closed.');
    if (signal?.aborted === true) throw new JobError('CANCELLED', 'The job was given up.', { cause: signal.reason });
    if (this.#queue.size >= maxQueued) throw new JobError('QUEUE_FULL', `${maxQueued} jobs wait already.`);
    this.#underWay++;
    try {
      const encoded = await this.#coded('input', () => this.#type.input.encode(input));
      const result = await this.#done(new Message(encoded), signal);
      return await this.#coded('result', () => this.#type.result.decode(result));
    } finally {
      this.#underWay--;
      for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  async #coded<T>(what: string, code: () => T | PromiseLike<T>): Promise<T> {
    try {
      return await code();
    } catch (cause) {
      throw new JobError('REJECTED', `The ${what} of the job: ${textOf(cause)}`, { cause });
    }
  }

  /** @returns the result of a job, encoded. */
  #done(input: Message, signal: AbortSignal | undefined): Promise<Message> {
    return new Promise((resolve, reject) => {
      if (this.#cancelled) {
        reject(new JobError('CANCELLED', 'The pool was closed.'));
        return;
      }
      const id = crypto.getRandomValues(new Uint8Array(JOB_ID_BYTES));
      const key = binaryKey(id);
      const over = (): boolean => {
        if (!this.#jobs.delete(key)) return false;
        clearTimeout(created.timer);
        detach?.();
        this.#queue.delete(created);
        this.#again.delete(created);
        created.worker?.jobs.delete(created);
        this.#assign();
        return true;
      };
      const created: PoolJob = {
        id,
        key,
        input,
        deliveries: 0,
        worker: undefined,
        timer: undefined,
        succeed: (result) => {
          this.#counts.succeeded++;
          if (over()) resolve(result);
        },
        fail: (error) => {
          this.#counts.failed++;
          if (over()) reject(error);
        },
      };
      const giveUp = (): void => {
        created.fail(new JobError('CANCELLED', 'The job was given up.', { cause: signal?.reason }));
      };
      // Not a listener of the signal for each job: a signal that all jobs of a `map` have would warn of a leak.
      const detach = signal === undefined ? undefined : onAbort(signal, giveUp);
      this.#jobs.set(key, created);
      this.#queue.add(created);
      this.#assign();
    });
  }

  /** Gives the jobs that wait to the workers that are free. */
  #assign(): void {
    for (const waiting of [this.#again, this.#queue]) {
      for (const next of waiting) {
        const worker = this.#nextFree();
        if (worker === undefined) return;
        waiting.delete(next);
        this.#give(next, worker);
      }
    }
  }

  #nextFree(): RemoteWorker | undefined {
    for (const [key, worker] of this.#workers) {
      if (!worker.free) continue;
      // Behind the others, until its turn comes again.
      this.#workers.delete(key);
      this.#workers.set(key, worker);
      return worker;
    }
    return undefined;
  }

  #give(given: PoolJob, worker: RemoteWorker): void {
    given.deliveries++;
    given.worker = worker;
    worker.jobs.add(given);
    const { jobTimeout } = this.#options;
    if (jobTimeout !== undefined) given.timer = setTimeout(() => this.#takeBack(given, 'took too long'), jobTimeout);
    this.#send(worker, given.id, '', given.input);
  }

  /** A worker will not bring the result in time, or not at all: another one gets the job, before all that wait. */
  #takeBack(given: PoolJob, why: string): void {
    const { maxDeliveries = 3 } = this.#options;
    clearTimeout(given.timer);
    given.worker?.jobs.delete(given);
    given.worker = undefined;
    if (given.deliveries >= maxDeliveries) {
      // It is in no queue, and no worker has it.
      given.fail(new JobError('LOST', `${given.deliveries} workers were given the job; the last one ${why}.`));
      return;
    }
    this.#counts.requeued++;
    this.#again.add(given);
    this.#assign();
  }

  async #serve(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        this.#take(this.socket.tryReceive() ?? (await this.socket.receive({ signal, timeout: Infinity })));
      } catch {
        // It is closing; or its endpoint could not be bound, which `socket.ready` says.
        return;
      }
    }
  }

  #take(message: RoutedMessage): void {
    const [routingId, ...frames] = message.frames;
    const key = binaryKey(routingId as Uint8Array);
    const worker = this.#workers.get(key);
    if (worker !== undefined) worker.heard = performance.now();
    const told = commandOf(frames);
    if (told?.code === READY) return this.#register(key, routingId as Uint8Array, message, told.args);
    const about = told === undefined ? jobOf(frames) : undefined;
    if (about !== undefined) this.#finish(about.id, about.rest);
    else if (worker === undefined) this.#sendTo(routingId as Uint8Array, command(REGISTER));
    else if (told?.code === HEARTBEAT) this.#send(worker, command(HEARTBEAT));
    else if (told?.code === LEAVING) this.#letGo(key, worker);
  }

  #register(
    key: string,
    routingId: Uint8Array,
    { peer }: RoutedMessage,
    [credit = 1, interval = 0]: readonly number[],
  ): void {
    if (!(credit >= 1 && interval >= 0)) return;
    const known = this.#workers.get(key);
    // A worker that says so again has forgotten what it had.
    if (known !== undefined) this.#lose(known);
    this.#workers.set(
      key,
      new RemoteWorker(routingId, peer, Math.min(credit, MAX_CREDIT), interval, performance.now()),
    );
    this.#assign();
  }

  #letGo(key: string, worker: RemoteWorker): void {
    worker.leaving = true;
    if (worker.jobs.size === 0) this.#workers.delete(key);
  }

  #finish(id: string, [kind, ...rest]: readonly Uint8Array[]): void {
    const done = this.#jobs.get(id);
    if (done === undefined) {
      this.#counts.duplicates++;
      return;
    }
    const { worker } = done;
    const said = new Message(kind as Uint8Array).text();
    if (said === RESULT && rest.length > 0) done.succeed(new Message(rest));
    else done.fail(new JobError('FAILED', rest.length > 0 ? new Message(rest).text() : 'The worker said nothing.'));
    if (worker?.leaving === true && worker.jobs.size === 0) this.#workers.delete(binaryKey(worker.routingId));
  }

  /** A connection has ended. What came over it first, the results of a worker that has left, is taken first. */
  #leave(peer: PeerInfo): void {
    if (this.socket.closed) return;
    for (let message = this.socket.tryReceive(); message !== undefined; message = this.socket.tryReceive()) {
      this.#take(message);
    }
    for (const worker of this.#workers.values()) if (worker.peer === peer) this.#lose(worker);
  }

  #expire(): void {
    const now = performance.now();
    for (const worker of this.#workers.values()) {
      const interval = Math.min(Math.max(worker.interval, this.#interval), MAX_INTERVAL_MS);
      if (now - worker.heard > LIVENESS_INTERVALS * interval) this.#lose(worker);
    }
  }

  #lose(worker: RemoteWorker): void {
    this.#workers.delete(binaryKey(worker.routingId));
    const lost = Array.from(worker.jobs);
    for (const each of lost) this.#takeBack(each, 'died');
  }

  #send(worker: RemoteWorker, ...frames: readonly MessagePart[]): void {
    this.#sendTo(worker.routingId, ...frames);
  }

  #sendTo(routingId: Uint8Array, ...frames: readonly MessagePart[]): void {
    // One that is gone gets nothing: it is missed soon.
    void this.socket.send([routingId, ...frames]).catch(() => {});
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
