import type { EngineName } from '@zeromq-ts/core';
import { job, JobError, PoolWorker, WorkerPool } from '@zeromq-ts/workers';
import { type Conduct, Handling, until, type World } from '../../model/random-steps.js';

const MAX_QUEUED = 6;
const MAX_DELIVERIES = 3;

interface Input {
  readonly number: number;
  readonly conduct: Conduct;
}

const kind = job<Input, number>();

/** A call of `run`, and what it came to. */
interface Run {
  readonly number: number;
  readonly conduct: Conduct;
  readonly key: string | undefined;
  readonly controller: AbortController;
  /** How many runs had not settled when it was called. */
  readonly others: number;
  cancelled: boolean;
  outcome: string;
  settled: number;
}

/** A pool and its workers, what was run, and what was carried out. */
export class WorkersWorld implements World {
  readonly runs: Run[] = [];
  readonly workers: PoolWorker<Input, number>[] = [];
  readonly #handling = new Handling(() => new Error('by design'));
  readonly #pool: WorkerPool<Input, number>;
  readonly #engine: EngineName;
  readonly #endpoint: string;
  /** Workers that close in their own time. */
  readonly #closing: Promise<void>[] = [];
  /** How many workers were killed, or aborted their jobs. */
  losses = 0;

  private constructor(engine: EngineName, pool: WorkerPool<Input, number>, endpoint: string) {
    this.#engine = engine;
    this.#pool = pool;
    this.#endpoint = endpoint;
  }

  static async open(engine: EngineName): Promise<WorkersWorld> {
    const pool = new WorkerPool(kind, undefined, {
      maxQueued: MAX_QUEUED,
      maxDeliveries: MAX_DELIVERIES,
      socket: { engine },
    });
    return new WorkersWorld(engine, pool, await pool.bind('tcp://127.0.0.1:*'));
  }

  hire(concurrency: number, prefetch: number): void {
    const carryOut = ({ number, conduct }: Input, { signal }: { signal: AbortSignal }): Promise<number> =>
      this.#handling.carryOut(number, conduct, signal);
    const socket = { engine: this.#engine, reconnectInterval: 5 };
    this.workers.push(new PoolWorker(kind, carryOut, this.#endpoint, { concurrency, prefetch, socket }));
  }

  /** Cuts the connection of a worker, and forgets it, as when its process is killed. */
  async kill(worker: PoolWorker<Input, number>): Promise<void> {
    this.workers.splice(this.workers.indexOf(worker), 1);
    this.losses++;
    await worker.socket.close({ linger: 0 });
    this.#closing.push(worker.close({ timeout: 0 }));
  }

  /** Lets a worker finish what it has; or abort it. */
  dismiss(worker: PoolWorker<Input, number>, timeout: number): void {
    this.workers.splice(this.workers.indexOf(worker), 1);
    if (timeout === 0) this.losses++;
    this.#closing.push(worker.close({ timeout }));
  }

  run(conduct: Conduct, key?: string): void {
    const run: Run = {
      number: this.runs.length + 1,
      conduct,
      key,
      controller: new AbortController(),
      others: this.runs.filter(({ settled }) => settled === 0).length,
      cancelled: false,
      outcome: '',
      settled: 0,
    };
    this.runs.push(run);
    const settle = (outcome: string): void => {
      run.settled++;
      run.outcome = outcome;
    };
    const { signal } = run.controller;
    void this.#pool.run({ number: run.number, conduct }, key === undefined ? { signal } : { signal, key }).then(
      (result) => settle(`${result}`),
      (error: unknown) => settle(error instanceof JobError ? error.code : `${error}`),
    );
  }

  /** Gives up a run, and with it those that have its key and came while it was under way. */
  cancel(run: Run): void {
    run.controller.abort();
    for (const each of this.runs) {
      if (each.settled === 0 && (each === run || (run.key !== undefined && each.key === run.key)))
        each.cancelled = true;
    }
  }

  /** Lets all handlers go on that wait. */
  release(): void {
    this.#handling.release();
  }

  async finish(): Promise<void> {
    this.hire(2, 1);
    await this.#until('the jobs settle', () => this.runs.every(({ settled }) => settled > 0));
    const { length } = this.workers;
    await this.#until('the pool knows its workers, and has no job', () => {
      const { workers, queued, running } = this.#pool.stats();
      return workers === length && queued === 0 && running === 0;
    });
    this.run('answer');
    await this.#until('one more job is done', () => this.runs.at(-1)?.settled === 1);
    await this.#pool.close();
    for (const worker of this.workers.splice(0)) this.#closing.push(worker.close());
    let closed = false;
    void Promise.all(this.#closing).then(() => (closed = true));
    await this.#until('the workers close', () => closed);
  }

  #until(what: string, condition: () => boolean): Promise<void> {
    const met = (): boolean => {
      this.release();
      return condition();
    };
    return until(what, met, () => [this.#pool.stats(), this.runs]);
  }

  async close(): Promise<void> {
    this.release();
    await this.#pool.close({ timeout: 0 });
    await Promise.all([...this.workers.map((worker) => worker.close({ timeout: 0 })), ...this.#closing]);
  }

  faults(): readonly string[] {
    return this.runs.flatMap((run) => this.#fault(run) ?? []);
  }

  /** What is wrong with how a run has ended; `undefined` when nothing is. */
  #fault(run: Run): string | undefined {
    const { number, conduct, key, outcome, others } = run;
    // Runs with one key are one job, that of the first.
    const same = key === undefined ? [run] : this.runs.filter((each) => each.key === key);
    const begun = this.#handling.timesBegun(number);
    const carriedOut = (wanted: (conduct: Conduct) => boolean): boolean =>
      same.some((each) => wanted(each.conduct) && this.#handling.timesBegun(each.number) > 0);
    if (run.settled !== 1) return `settled ${run.settled} times`;
    if (begun > Math.min(MAX_DELIVERIES, 1 + this.losses)) return `was carried out ${begun} times`;
    switch (outcome) {
      case 'FAILED':
        return carriedOut((each) => each === 'fail') ? undefined : 'has an error that no handler threw';
      case 'CANCELLED':
        return run.cancelled ? undefined : 'was not given up';
      case 'QUEUE_FULL':
        return others >= MAX_QUEUED ? undefined : 'had room';
      case 'LOST':
        return this.losses >= MAX_DELIVERIES ? undefined : 'was not lost';
      default:
        if (!same.some((each) => outcome === `${-each.number}`)) return `ended with ${outcome}`;
        return conduct !== 'fail' || key !== undefined ? undefined : 'has a result that no handler returned';
    }
  }
}
