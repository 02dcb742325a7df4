import { setTimeout, unref } from '@zeromq-ts/core/spi';

/** The results of jobs with a key, from the first call with that key until they are no longer kept. */
export class KeyedResults<Result> {
  readonly #keepMs: number | undefined;
  readonly #results = new Map<string, Promise<Result>>();

  /** @param keepMs How long a result is kept after its job. Absent: not at all. */
  constructor(keepMs: number | undefined) {
    this.#keepMs = keepMs;
  }

  /** The result that there is, or that of `run`, with the signal of its caller. One that rejects is not kept. */
  get(key: string, run: () => Promise<Result>): Promise<Result> {
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = run();
    this.#results.set(key, result);
    const forget = (): void => {
      if (this.#results.get(key) === result) this.#results.delete(key);
    };
    const keepMs = this.#keepMs ?? 0;
    const keep = (): void => {
      if (keepMs === 0) forget();
      else if (keepMs !== Infinity) unref(setTimeout(forget, keepMs));
    };
    result.then(keep, forget);
    return result;
  }
}
