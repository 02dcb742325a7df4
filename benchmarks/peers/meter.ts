import { number } from './participant.js';

/** Counts what is received: nothing while it warms up, then for a while. The clock is looked at once per stride. */
export class Meter {
  readonly #warm = number('warm');
  readonly #measure = number('measure');
  readonly #mask = number('stride') - 1;
  #seen = 0;
  #start: number | undefined;
  #measuring = false;
  #before = 0;
  #rate = Number.NaN;

  /** Per second. */
  get rate(): number {
    return this.#rate;
  }

  /** One more. @returns whether the measurement is over. */
  count(): boolean {
    return (++this.#seen & this.#mask) === 0 && this.#look();
  }

  #look(): boolean {
    const now = performance.now();
    this.#start ??= now;
    const elapsed = now - this.#start;
    if (!this.#measuring) {
      if (elapsed < this.#warm) return false;
      this.#measuring = true;
      this.#start = now;
      this.#before = this.#seen;
      return false;
    }
    if (elapsed < this.#measure) return false;
    this.#rate = ((this.#seen - this.#before) / elapsed) * 1000;
    return true;
  }
}
