import { clearInterval, clearTimeout, MAX_TIMER_MS, setInterval, setTimeout } from '@zeromq-ts/core/spi';

/** A call of `send` or `receive` that waits. */
export class PendingCall<T> {
  readonly promise: Promise<T>;
  /** Whether the socket of core has the call in hand. */
  started = false;
  readonly #resolve: (value: T) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;
  #hold: ReturnType<typeof setInterval> | undefined;
  #settled = false;
  #limited = false;

  /**
   * @param timeout In milliseconds; less than 0 for no limit.
   * @param expired Called when the time is over.
   */
  constructor(timeout: number, expired: () => void) {
    let resolve: ((value: T) => void) | undefined;
    let reject: ((reason: unknown) => void) | undefined;
    this.promise = new Promise<T>((onValue, onFailure) => {
      resolve = onValue;
      reject = onFailure;
    });
    this.#resolve = resolve as unknown as (value: T) => void;
    this.#reject = reject as unknown as (reason: unknown) => void;
    if (timeout < 0) return;
    this.#timer = setTimeout(expired, timeout);
    this.#limited = true;
  }

  /** Whether it has a time limit. */
  get limited(): boolean {
    return this.#limited;
  }

  /** Ends the call in the socket of core when it is rejected. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Keeps the process alive while nothing else does it: no socket of core waits yet. */
  hold(): void {
    this.#hold ??= setInterval(() => {}, MAX_TIMER_MS);
  }

  /** The socket of core goes on with it. */
  start(): void {
    this.started = true;
    clearInterval(this.#hold);
  }

  resolve(value: T): void {
    this.#settle();
    this.#resolve(value);
  }

  reject(reason: unknown): void {
    this.#settle();
    this.#reject(reason);
    this.#abort?.abort();
  }

  #settle(): void {
    this.#settled = true;
    clearInterval(this.#hold);
    clearTimeout(this.#timer);
  }
}
