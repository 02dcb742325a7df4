import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';

/** The first pause between two looks and the longest, in milliseconds. */
const MIN_PAUSE_MS = 1;
const MAX_PAUSE_MS = 8;

/**
 * Calls back after a while, for those who cannot leave an operation pending in libzmq: after one millisecond at first,
 * and less often while nothing happens. Does not keep the process alive.
 */
export class PollTimer {
  readonly #look: () => void;
  #pause = MIN_PAUSE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(look: () => void) {
    this.#look = look;
  }

  /** Looks once after the present pause; the next one is longer. */
  schedule(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(this.#run, this.#pause);
    this.#timer.unref();
  }

  /** Something has happened: the next pause is the shortest again. */
  reset(): void {
    this.#pause = MIN_PAUSE_MS;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #run = (): void => {
    this.#timer = undefined;
    this.#pause = Math.min(this.#pause * 2, MAX_PAUSE_MS);
    this.#look();
  };
}
