import type { CountedFile } from './count-job.js';
import type { Progress, Status } from './protocol.js';
import { addFile, noTotals } from './totals.js';
import type { Totals } from './totals.js';

/** What the files counted so far come to, for each worker. */
export class Tally {
  readonly #tasks: number;
  readonly #workers = new Map<string, Totals>();
  readonly #unreadable: string[] = [];
  #done = 0;
  #words = 0;

  constructor(tasks: number) {
    this.#tasks = tasks;
  }

  get progress(): Progress {
    return { done: this.#done, tasks: this.#tasks, words: this.#words };
  }

  get status(): Status {
    return { ...this.progress, workers: Object.fromEntries(this.#workers), unreadable: this.#unreadable };
  }

  add({ worker, count }: CountedFile): void {
    this.#done++;
    if (count.kind === 'text') this.#words += count.words;
    if (count.kind === 'unreadable') this.#unreadable.push(count.reason);
    const totals = this.#workers.get(worker) ?? noTotals();
    addFile(totals, count);
    this.#workers.set(worker, totals);
  }
}
