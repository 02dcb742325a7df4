import { Message, type PeerInfo, type RoutedMessage } from '@zeromq-ts/core';
import {
  binaryKey,
  checkCallOptions,
  clearInterval,
  clearTimeout,
  CloseDeadline,
  MAX_TIMER_MS,
  onAbort,
  performance,
  setImmediate,
  setInterval,
  setTimeout,
} from '@zeromq-ts/core/spi';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { Answers } from './answers.js';
import { coded, JobError } from './job-error.js';
import type { PoolSide } from './job-type.js';
import { JobQueue } from './job-queue.js';
import { KeyedResults } from './keyed-results.js';
import { DEFAULT_HEARTBEAT_INTERVAL_MS } from './heartbeat.js';
import { mapJobs } from './map-jobs.js';
import type { PoolJob } from './pool-job.js';
import { RegisteredWorkers } from './registered-workers.js';
import type { RemoteWorker } from './remote-worker.js';
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
import {
  type Outcome,
  POOL_OPTION_CHECKS,
  type RunOptions,
  type WorkerPoolOptions,
  type WorkerPoolStats,
} from './worker-pool-options.js';

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
  readonly #workers: RegisteredWorkers;
  readonly #jobs = new JobQueue();
  readonly #keyed: KeyedResults<Result>;
  readonly #stopping = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #answers = new Answers();
  #counts = { succeeded: 0, failed: 0, requeued: 0, duplicates: 0 };
  /** Calls of `run` that have not settled, with those whose input is being encoded. */
  #underWay = 0;
  #cancelled = false;
  /** Of each `map` that goes on: wakes it, when there may be room for more of its jobs. */
  readonly #maps = new Set<() => void>();
  /** Those that wait for a call of `run` to settle. */
  #waiting: (() => void)[] = [];
  readonly #closeDeadline = new CloseDeadline(() => this.#cancelAll());
  #closing: Promise<void> | undefined;

  /**
   * @param type The kind of jobs, see `job`.
   * @param endpoint Bound, unless a prefix `>` says to connect. Default: none; see {@link bind}.
   * @param options See {@link WorkerPoolOptions}.
   * @throws ZMQError `EINVAL` for a wrong endpoint or option.
   */
  constructor(type: PoolSide<Input, Result>, endpoint?: string | readonly string[], options: WorkerPoolOptions = {}) {
    checkCallOptions('WorkerPool', options, POOL_OPTION_CHECKS);
    this.#type = type;
    this.#options = options;
    this.#keyed = new KeyedResults(options.keepResults);
    this.#workers = new RegisteredWorkers(options.heartbeatInterval ?? DEFAULT_HEARTBEAT_INTERVAL_MS);
    // Queued messages for a worker are limited by its credit: at a mark, a ROUTER would drop jobs.
    this.socket = new ZMQRouter(endpoint, { sendHighWaterMark: 0, ...options.socket });
    if (options.socket?.sendHighWaterMarkBytes === undefined && this.socket.engine !== 'libzmq') {
      this.socket.setOption('sendHighWaterMarkBytes', 0);
    }
    this.socket.on('disconnected', ({ peer }) => {
      if (peer !== undefined) setImmediate(() => this.#leave(peer));
    });
    this.#timer = setInterval(() => this.#expire(), this.#workers.interval);
    void this.#serve();
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
    const run = (): Promise<Result> => this.#run(input, signal);
    return key === undefined ? run() : this.#keyed.get(key, run);
  }

  /**
   * Has many jobs done. Inputs are taken from the iterable as fast as workers take jobs; outcomes come in the order in which
   * jobs end, also while the iterable waits for its next input. Leaving the loop gives up those that are under way.
   *
   * @param inputs Any number of inputs.
   * @param options `concurrency`: how many are under way at a time, at most as many as workers take and `maxQueued` more.
   * Default: 2 for each job that the workers take. `signal`: gives up the jobs under way, whose outcomes are `CANCELLED`, and
   * takes no more inputs; the loop ends.
   */
  async *map(
    inputs: Iterable<Input> | AsyncIterable<Input>,
    options: { readonly concurrency?: number; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<Outcome<Input, Result>, void, void> {
    yield* mapJobs(inputs, {
      run: (input, signal) => this.#run(input, signal),
      concurrency: () => this.#room(options.concurrency),
      onRoom: (wake) => {
        this.#maps.add(wake);
        return () => void this.#maps.delete(wake);
      },
      signal: options.signal,
    });
  }

  /** Workers, jobs, and what became of them. Cheap. */
  stats(): WorkerPoolStats {
    const { queued, running } = this.#jobs;
    return { ...this.#counts, workers: this.#workers.count, queued, running };
  }

  /**
   * Waits for the jobs that it has, and closes. New jobs are refused. Idempotent: a further call can only shorten the wait, by
   * an earlier end of its `timeout`.
   *
   * @param options `timeout`: how long to wait, in milliseconds; then the jobs that are left reject with `CANCELLED`.
   * Default `Infinity`.
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

  #cancelAll(): void {
    this.#cancelled = true;
    for (const each of this.#jobs.all()) each.fail(new JobError('CANCELLED', 'The pool was closed.'));
  }

  async #close(): Promise<void> {
    while (this.#underWay > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#closeDeadline.end();
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.socket.close();
  }

  /** How many jobs of one `map` are under way at most. By default, enough that no worker waits for its next one. */
  #room(concurrency: number | undefined): number {
    const { credit } = this.#workers;
    return Math.min(concurrency ?? 2 * (1 + credit), credit + this.#maxQueued);
  }

  get #maxDeliveries(): number {
    return this.#options.maxDeliveries ?? 3;
  }

  get #maxQueued(): number {
    return this.#options.maxQueued ?? 10_000;
  }

  /** The error of a job for which there is no room. */
  #refusal(): JobError | undefined {
    if (this.#jobs.fresh < this.#maxQueued) return undefined;
    return new JobError('QUEUE_FULL', `${this.#maxQueued} jobs wait already.`);
  }

  async #run(input: Input, signal: AbortSignal | undefined): Promise<Result> {
    if (this.#closing !== undefined) throw new JobError('CANCELLED', 'The pool was closed.');
    if (signal?.aborted === true) throw new JobError('CANCELLED', 'The job was given up.', { cause: signal.reason });
    const refused = this.#refusal();
    if (refused !== undefined) throw refused;
    this.#underWay++;
    try {
      const encoded = await coded('input', () => this.#type.input.encode(input));
      const result = await this.#done(new Message(encoded), signal);
      return await coded('result', () => this.#type.result.decode(result));
    } finally {
      this.#underWay--;
      for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  /** @returns the result of a job, encoded. */
  #done(input: Message, signal: AbortSignal | undefined): Promise<Message> {
    return new Promise((resolve, reject) => {
      if (this.#cancelled) {
        reject(new JobError('CANCELLED', 'The pool was closed.'));
        return;
      }
      // Others may have come while the input was encoded.
      const refused = this.#refusal();
      if (refused !== undefined) {
        reject(refused);
        return;
      }
      const id = crypto.getRandomValues(new Uint8Array(JOB_ID_BYTES));
      const key = binaryKey(id);
      const over = (): boolean => {
        if (!this.#jobs.delete(created)) return false;
        clearTimeout(created.timer);
        detach?.();
        created.worker?.release(created);
        this.#assign();
        return true;
      };
      const created: PoolJob = {
        id,
        key,
        input,
        deliveries: 0,
        worker: undefined,
        late: false,
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
      this.#jobs.add(created);
      this.#assign();
    });
  }

  /** Gives the jobs that wait to the workers that are free. */
  #assign(): void {
    if (this.#cancelled || !this.#workers.anyFree) return;
    for (const next of this.#jobs.waiting()) {
      const worker = this.#workers.nextFree(next.key);
      // Those that have room may be those that have this job.
      if (worker === undefined && next.late) continue;
      if (worker === undefined) return;
      this.#jobs.take(next);
      this.#give(next, worker);
    }
  }

  #give(given: PoolJob, worker: RemoteWorker): void {
    given.deliveries++;
    given.worker = worker;
    worker.jobs.add(given);
    this.#limit(given, () => {
      given.late = true;
      this.#takeBack(given, 'took too long');
    });
    this.#send(worker, given.id, '', given.input);
  }

  /** Calls back when the time that a worker may take for a job is over. */
  #limit(given: PoolJob, over: () => void): void {
    clearTimeout(given.timer);
    const { jobTimeout } = this.#options;
    if (jobTimeout !== undefined && jobTimeout <= MAX_TIMER_MS) given.timer = setTimeout(over, jobTimeout);
  }

  /** A worker will not bring the result in time, or not at all: another one gets the job, before all that wait. */
  #takeBack(given: PoolJob, why: string): void {
    clearTimeout(given.timer);
    given.worker?.release(given);
    given.worker = undefined;
    if (given.deliveries >= this.#maxDeliveries) {
      // It is in no queue, and no worker has to bring its result.
      given.fail(new JobError('LOST', `${given.deliveries} workers were given the job; the last one ${why}.`));
      return;
    }
    this.#counts.requeued++;
    this.#jobs.requeue(given);
    this.#assign();
    if (given.late && given.worker === undefined) this.#limit(given, () => this.#waited(given));
  }

  /** A job that took too long waits for another worker. Where none can take it, the time that passes counts as deliveries do. */
  #waited(given: PoolJob): void {
    if (this.#workers.stuck(given.key) && ++given.deliveries >= this.#maxDeliveries) {
      given.fail(new JobError('LOST', 'The job took too long, and no other worker has room for it.'));
    } else this.#limit(given, () => this.#waited(given));
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
    if (about !== undefined) this.#finish(worker, about.id, about.rest);
    else if (worker === undefined) {
      if (this.#answers.register(key)) this.#sendTo(routingId as Uint8Array, command(REGISTER));
    } else if (told?.code === HEARTBEAT) {
      if (this.#answers.heartbeat(key)) this.#send(worker, command(HEARTBEAT));
    } else if (told?.code === LEAVING) this.#letGo(worker);
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
    this.#workers.add(key, routingId, peer, credit, interval);
    this.#answers.registered(key);
    this.#assign();
    for (const wake of this.#maps) wake();
  }

  #letGo(worker: RemoteWorker): void {
    worker.leaving = true;
    if (worker.jobs.size === 0) this.#workers.delete(worker);
  }

  #finish(sender: RemoteWorker | undefined, id: string, [kind, ...rest]: readonly Uint8Array[]): void {
    const done = this.#jobs.get(id);
    // A worker with several addresses sends results to them in turn, so they come from another one of its routing ids.
    const worker = sender === undefined || sender.has(id, done) ? sender : (done?.worker ?? this.#workers.having(id));
    worker?.answered(id, done);
    if (done === undefined) {
      this.#counts.duplicates++;
      this.#assign();
      return;
    }
    const said = new Message(kind as Uint8Array).text();
    if (said === RESULT && rest.length > 0) done.succeed(new Message(rest));
    else done.fail(new JobError('FAILED', rest.length > 0 ? new Message(rest).text() : 'The worker said nothing.'));
    if (worker?.leaving === true && worker.jobs.size === 0) this.#workers.delete(worker);
  }

  /** A connection has ended. What came over it first, the results of a worker that has left, is taken first. */
  #leave(peer: PeerInfo): void {
    if (this.socket.closed) return;
    for (let message = this.socket.tryReceive(); message !== undefined; message = this.socket.tryReceive()) {
      this.#take(message);
    }
    for (const worker of this.#workers.of(peer)) this.#lose(worker);
  }

  #expire(): void {
    if (this.socket.closed) return;
    this.#answers.renew(this.socket.peers);
    for (const worker of this.#workers.silent(performance.now())) this.#lose(worker);
  }

  #lose(worker: RemoteWorker): void {
    this.#workers.delete(worker);
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
