import type { ChildProcess } from 'node:child_process';
import { describeExit, endChild, startScript } from './child.js';

/** What is reported of worker processes. */
export interface WorkerEvents {
  started(name: string, pid: number | undefined): void;
  /** A worker has ended unexpectedly, and another one takes its place. */
  lost(name: string, how: string): void;
  /** So many workers were lost that starting more of them will not help. */
  hopeless(reason: string): void;
}

/** A fixed number of worker processes: one that is lost is replaced. */
export class WorkerProcesses {
  readonly #size: number;
  readonly #args: readonly string[];
  readonly #events: WorkerEvents;
  readonly #children = new Set<ChildProcess>();
  #started = 0;
  #ending = false;

  constructor(size: number, args: readonly string[], events: WorkerEvents) {
    this.#size = size;
    this.#args = args;
    this.#events = events;
    for (let index = 0; index < size; index++) this.#start();
  }

  /** Kills the worker that was started first. */
  killOne(): void {
    const [first] = this.#children;
    first?.kill('SIGKILL');
  }

  async end(): Promise<void> {
    this.#ending = true;
    await Promise.all([...this.#children].map(endChild));
  }

  #start(): void {
    const name = `worker ${++this.#started}`;
    const child = startScript('worker', [name, ...this.#args]);
    this.#children.add(child);
    this.#events.started(name, child.pid);
    child.once('exit', (code, signal) => {
      this.#children.delete(child);
      if (this.#ending) return;
      const how = describeExit(code, signal);
      if (this.#started >= this.#size * 3) {
        this.#events.hopeless(`${name} ${how}; ${this.#started} workers were started, and no more are.`);
        return;
      }
      this.#events.lost(name, how);
      this.#start();
    });
  }
}
