import { number } from './participant.js';

const AT_MOST = 4_000_000;

/** Collects delays: none while it warms up, then for a while. */
export class Delays {
  readonly #from = performance.now() + number('warm');
  readonly #until = this.#from + number('measure');
  #values = new Float64Array(65_536);
  #length = 0;

  /** @param milliseconds The delay. @param now When it ended. @returns whether the measurement is over. */
  add(milliseconds: number, now: number): boolean {
    if (now < this.#from) return false;
    if (this.#length === this.#values.length) {
      const values = new Float64Array(this.#length * 2);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[this.#length++] = milliseconds * 1000;
    return now >= this.#until || this.#length >= AT_MOST;
  }

  /** In microseconds. */
  result(): Record<'median' | 'p99' | 'p99.9' | 'maximum', number> {
    const sorted = this.#values.subarray(0, this.#length).sort();
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    return { median: at(0.5), p99: at(0.99), 'p99.9': at(0.999), maximum: at(1) };
  }
}
