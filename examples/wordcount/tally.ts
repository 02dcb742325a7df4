import type { FileCount } from './count-file.js';
import { addFile, noTotals } from './totals.js';
import type { Totals } from './totals.js';

/** What the sink knows: which of the tasks are done, and what they came to for each worker. */
export class Tally {
  readonly #done: boolean[];
  readonly #workers = new Map<string, Totals>();
  readonly #unreadable: string[] = [];
  #count = 0;
  #words = 0;

  constructor(tasks: number) {
    this.#done = Array.from({ length: tasks }, () => false);
  }

  get done(): number {
    return this.#count;
  }

  get words(): number {
    return this.#words;
  }

  get complete(): boolean {
    return this.#count === this.#done.length;
  }

  get workers(): Readonly<Record<string, Totals>> {
    return Object.fromEntries(this.#workers);
  }

  /** Why files could not be read, one line each. */
  get unreadable(): readonly string[] {
    return this.#unreadable;
  }

  /** The tasks without a result. */
  get missing(): number[] {
    return [...this.#done.keys()].filter((task) => this.#done[task] === false);
  }

  /** Takes a result in. A task may have been handed out twice, after the loss of a worker: the first result counts. */
  add(task: number, worker: string, count: FileCount): void {
    if (this.#done[task] !== false) return;
    this.#done[task] = true;
    this.#count++;
    if (count.kind === 'text') this.#words += count.words;
    if (count.kind === 'unreadable') this.#unreadable.push(count.reason);
    const totals = this.#workers.get(worker) ?? noTotals();
    addFile(totals, count);
    this.#workers.set(worker, totals);
  }
}
