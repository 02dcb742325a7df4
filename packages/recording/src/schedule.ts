/** A pause longer than this is a mistake in the times, not a pause. */
const MAX_PAUSE_US = 30 * 24 * 3_600 * 1_000_000;

/**
 * The times of a recording as a schedule: microseconds from its first message, which never go back. A time that is
 * missing, equal, backward or absurdly far ahead means "at once".
 */
export class Schedule {
  readonly #maxGap: number;
  #last: number | undefined;
  #position = 0;
  /** Times that were no times. */
  badTimes = 0;

  /** @param maxGap The longest pause, in microseconds. */
  constructor(maxGap: number) {
    this.#maxGap = maxGap;
  }

  /** @param time Microseconds by any clock. */
  next(time: number | undefined): number {
    if (time === undefined) {
      this.badTimes++;
      return this.#position;
    }
    const gap = this.#last === undefined ? 0 : time - this.#last;
    this.#last = time;
    if (gap < 0 || gap > MAX_PAUSE_US) this.badTimes++;
    else this.#position += Math.min(gap, this.#maxGap);
    return this.#position;
  }
}
