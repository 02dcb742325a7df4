import { performance } from 'node:perf_hooks';

/** Says what is measured and how long it will still take, on the error output: the tables go to the other one. */
export class Progress {
  readonly #total: number;
  readonly #start = performance.now();
  #done = 0;
  #shown = '';

  constructor(total: number) {
    this.#total = total;
  }

  step(what: string, first: boolean): void {
    const elapsed = performance.now() - this.#start;
    const left = this.#done === 0 ? '' : `, ${duration((elapsed / this.#done) * (this.#total - this.#done))} left`;
    const line = `[${this.#done + 1}/${this.#total}${left}] ${what}`;
    this.#done++;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${line.padEnd(this.#shown.length)}`);
      this.#shown = line;
    } else if (first) {
      process.stderr.write(`${line}\n`);
    }
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write(`\r${' '.repeat(this.#shown.length)}\r`);
    process.stderr.write(`Done in ${duration(performance.now() - this.#start)}.\n`);
  }
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
