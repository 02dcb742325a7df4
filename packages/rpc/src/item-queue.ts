import type { RpcError } from './rpc-error.js';

/** A `next()` that waits. */
interface Waiting {
  readonly resolve: (result: IteratorResult<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

/** The items of a stream, between the client that receives them and the program that takes them. */
export class ItemQueue implements AsyncIterableIterator<unknown> {
  readonly #taken: () => void;
  readonly #left: () => void;
  readonly #items: unknown[] = [];
  readonly #waiting: Waiting[] = [];
  #over = false;
  #error: RpcError | undefined;

  /**
   * @param taken Called for every item that the program has taken.
   * @param left Called when the program leaves before the end.
   */
  constructor(taken: () => void, left: () => void) {
    this.#taken = taken;
    this.#left = left;
  }

  push(item: unknown): void {
    if (this.#over) return;
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#items.push(item);
      return;
    }
    next.resolve({ done: false, value: item });
    this.#taken();
  }

  /** There are no more; with an error, once those that are here have been taken. */
  end(error?: RpcError): void {
    if (this.#over) return;
    this.#over = true;
    this.#error = error;
    for (const next of this.#waiting.splice(0)) this.#finish(next);
  }

  next(): Promise<IteratorResult<unknown>> {
    if (this.#items.length > 0) {
      const value = this.#items.shift();
      if (!this.#over) this.#taken();
      return Promise.resolve({ done: false, value });
    }
    return new Promise((resolve, reject) => {
      if (this.#over) this.#finish({ resolve, reject });
      else this.#waiting.push({ resolve, reject });
    });
  }

  return(): Promise<IteratorResult<unknown>> {
    const early = !this.#over;
    this.#items.length = 0;
    this.end();
    this.#error = undefined;
    if (early) this.#left();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish({ resolve, reject }: Waiting): void {
    const error = this.#error;
    this.#error = undefined;
    if (error === undefined) resolve({ done: true, value: undefined });
    else reject(error);
  }
}
