import { ZMQContext, ZMQError } from '@zeromq-ts/core';
import { checkCallOptions, clearTimeout, setTimeout, showValue } from '@zeromq-ts/core/spi';
import { findStatsEndpoints } from './find-endpoints.js';
import { ProcessWatch, type WatchedProcess } from './process-watch.js';

/** Options of {@link watchStats}. */
export interface WatchStatsOptions {
  /**
   * Where figures are exposed. Default: all default endpoints of this user, looked for again at each `findInterval`, so that
   * processes come and go.
   */
  readonly endpoints?: readonly string[] | undefined;
  /** Milliseconds from one search for processes to the next. Default 1000. */
  readonly findInterval?: number | undefined;
}

/** Processes that are watched, until it is closed. An iteration yields each process as it is, and again when it has changed. */
export interface StatsWatch extends AsyncDisposable, AsyncIterable<WatchedProcess> {
  /** All processes as they are now, in the order of their endpoints. One that has ended is not among them. */
  readonly processes: readonly WatchedProcess[];
  /**
   * Resolves when the processes have been looked for once: `processes` then has them, most of them without a snapshot. Rejects
   * as {@link findStatsEndpoints} does.
   */
  readonly found: Promise<void>;
  /** Ends it, and all iterations. */
  close(): Promise<void>;
}

const CHECKS = {
  endpoints: (name: string, value: unknown) => {
    if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return;
    throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts endpoints in a list.`);
  },
  findInterval: (name: string, value: unknown) => {
    if (typeof value === 'number' && value >= 10 && value < 2 ** 31) return;
    throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts milliseconds from 10.`);
  },
};

/**
 * Watches processes that expose their figures: subscribes to each, and keeps its last two snapshots, from which
 * {@link socketRates} makes rates. What they send is checked: a message that is no snapshot is counted as `malformed`. An
 * iteration that is slower than the snapshots gets the newest of each process. It keeps the process alive until it is
 * closed.
 *
 * @throws ZMQError `EINVAL` for a wrong option, or a malformed endpoint; an iteration rejects as
 * {@link findStatsEndpoints} does, after the first search with `EACCES` only.
 *
 * @example
 * ```ts
 * import { ZMQPull } from '@zeromq-ts/pushpull';
 * import { exposeStats, watchStats } from '@zeromq-ts/stats';
 *
 * await using tasks = new ZMQPull('tcp://127.0.0.1:*');
 * await using exposed = await exposeStats('tcp://127.0.0.1:*', { name: 'worker' });
 * await using watch = watchStats({ endpoints: [exposed.endpoint] });
 * for await (const { snapshot } of watch) {
 *   if (snapshot === undefined) continue;
 *   console.log(snapshot.name, snapshot.sockets[0]?.type); // worker PULL
 *   break;
 * }
 * ```
 */
export function watchStats(options: WatchStatsOptions = {}): StatsWatch {
  checkCallOptions('watchStats', options, CHECKS);
  return new Watch(options);
}

/** One `for await` loop. */
interface Iteration {
  /** What it has not yielded yet. */
  readonly changed: Set<ProcessWatch>;
  wake: () => void;
}

class Watch implements StatsWatch {
  readonly found: Promise<void>;
  readonly #context = new ZMQContext();
  readonly #watches = new Map<string, ProcessWatch>();
  readonly #findInterval: number;
  readonly #iterations = new Set<Iteration>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failure: Error | undefined;
  /** Whether a search has succeeded. */
  #hasFound = false;
  #closed = false;

  constructor({ endpoints, findInterval = 1000 }: WatchStatsOptions) {
    this.#findInterval = findInterval;
    if (endpoints === undefined) {
      this.found = this.#findFirst();
      // Who iterates gets it, too.
      this.found.catch(() => {});
    } else {
      for (const endpoint of endpoints) this.#open(endpoint);
      this.found = Promise.resolve();
    }
  }

  get processes(): readonly WatchedProcess[] {
    return [...this.#watches.values()]
      .map(({ state }) => state)
      .toSorted((one, other) => one.endpoint.localeCompare(other.endpoint, 'en', { numeric: true }));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<WatchedProcess, void, undefined> {
    const iteration: Iteration = { changed: new Set(this.#watches.values()), wake: () => {} };
    this.#iterations.add(iteration);
    try {
      while (!this.#closed) {
        if (this.#failure !== undefined) throw this.#failure;
        const [watch] = iteration.changed;
        if (watch === undefined) {
          await new Promise<void>((resolve) => (iteration.wake = resolve));
        } else {
          iteration.changed.delete(watch);
          yield watch.state;
        }
      }
    } finally {
      this.#iterations.delete(iteration);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { wake } of this.#iterations) wake();
    await this.#context.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #open(endpoint: string): void {
    if (this.#watches.has(endpoint)) return;
    const watch = new ProcessWatch(endpoint, this.#context, (each) => {
      if (this.#watches.get(endpoint) !== each) return;
      for (const { changed, wake } of this.#iterations) {
        changed.add(each);
        wake();
      }
    });
    this.#watches.set(endpoint, watch);
  }

  async #findFirst(): Promise<void> {
    await this.#find();
    if (this.#failure !== undefined) throw this.#failure;
  }

  async #find(): Promise<void> {
    try {
      const found = new Set(await findStatsEndpoints());
      this.#failure = undefined;
      this.#hasFound = true;
      if (this.#closed) return;
      for (const endpoint of found) this.#open(endpoint);
      for (const [endpoint, watch] of this.#watches) {
        if (found.has(endpoint)) continue;
        this.#watches.delete(endpoint);
        for (const { changed } of this.#iterations) changed.delete(watch);
        void watch.close();
      }
    } catch (error) {
      // Without a free descriptor, or while the folder is made again, the next search may succeed.
      const isPassing = this.#hasFound && (error as NodeJS.ErrnoException).code !== 'EACCES';
      if (!isPassing) this.#failure = error as Error;
      for (const { wake } of this.#iterations) wake();
      if (this.#closed) return;
    }
    // A process that can no longer be found is one that is gone.
    this.#timer = setTimeout(() => void this.#find(), this.#findInterval);
  }
}
