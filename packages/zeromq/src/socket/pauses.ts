import { performance, setImmediate, setTimeout } from '@zeromq-ts/core/spi';

/** The number of pauses of a burst that let timers of a millisecond fire. */
const LONG_PAUSES = 4;
const LONG_MS = 1;
/** After such a time without a pause, the next burst begins. */
const BURST_GAP_MS = 100;

/**
 * Lets the event loop have its turn between calls that are answered at once. In the npm package, timers fire in each of
 * these pauses, because it takes longer; here, the first ones of a burst wait for that, and later ones, which would limit the
 * throughput, do not.
 */
export class Pauses {
  #count = 0;
  #last = -Infinity;

  next(run: () => void): void {
    const now = performance.now();
    if (now - this.#last > BURST_GAP_MS) this.#count = 0;
    this.#last = now;
    if (this.#count++ < LONG_PAUSES) setTimeout(run, LONG_MS);
    else setImmediate(run);
  }
}
