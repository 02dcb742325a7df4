import { clearTimeout, setTimeout, unref } from '@zeromq-ts/core/spi';
import { decodeSnapshot } from './decode-snapshot.js';
import { encodeSnapshot } from './encode-snapshot.js';
import { checkExposeStatsOptions, type ExposeStatsOptions } from './expose-stats.js';
import type { WatchedProcess } from './process-watch.js';
import type { ProcessSnapshot } from './snapshot.js';
import { thisProcess } from './this-process.js';
import { WatchedSockets } from './watched-sockets.js';

/** The figures of this process, until it is closed. */
export interface OwnStatsWatch extends AsyncDisposable, AsyncIterable<WatchedProcess> {
  /** Ends it, and all iterations. The sockets stay open. */
  close(): Promise<void>;
}

/**
 * Watches the sockets of this process, as {@link watchStats} does those of others: an iteration yields a snapshot at once,
 * and then one at each interval. Nothing is bound or sent; no snapshot is made while none is asked for. It keeps no process
 * alive.
 *
 * @throws ZMQError `EINVAL` for a wrong option.
 *
 * @example
 * ```ts
 * import { ZMQPull } from '@zeromq-ts/pushpull';
 * import { watchOwnStats } from '@zeromq-ts/stats';
 *
 * await using tasks = new ZMQPull('tcp://127.0.0.1:*');
 * await using watch = watchOwnStats({ sockets: [tasks] });
 * for await (const { snapshot } of watch) {
 *   console.log(snapshot?.sockets[0]?.type); // PULL
 *   break;
 * }
 * ```
 */
export function watchOwnStats(options: ExposeStatsOptions = {}): OwnStatsWatch {
  checkExposeStatsOptions('watchOwnStats', options);
  return new OwnWatch(options);
}

class OwnWatch implements OwnStatsWatch {
  readonly #watched: WatchedSockets;
  readonly #facts: Pick<ProcessSnapshot, 'pid' | 'thread' | 'name' | 'runtime' | 'started' | 'interval'>;
  readonly #waiting = new Set<() => void>();
  #closed = false;

  constructor({ sockets, name, interval = 1000 }: ExposeStatsOptions) {
    this.#watched = new WatchedSockets(sockets);
    this.#facts = { ...thisProcess(name), started: Date.now(), interval };
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<WatchedProcess, void, undefined> {
    let previous: ProcessSnapshot | undefined;
    while (!this.#closed) {
      const time = Date.now();
      // By way of JSON, so that it has the same limits and the same members as a snapshot of another process.
      const snapshot = decodeSnapshot(encodeSnapshot({ time, ...this.#facts }, this.#watched.list()));
      yield { endpoint: '', connected: true, snapshot, previous, received: time, malformed: 0 };
      previous = snapshot;
      await this.#pause();
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#watched.release();
    for (const wake of this.#waiting) wake();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #pause(): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(end, this.#facts.interval);
      unref(timer);
      const waiting = this.#waiting;
      waiting.add(end);
      function end(): void {
        clearTimeout(timer);
        waiting.delete(end);
        resolve();
      }
    });
  }
}
