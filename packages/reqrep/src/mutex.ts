import { LinkedQueue, onAbort } from '@zeromq-ts/core/spi';

/** Lets one in at a time, in the order of asking. */
export class Mutex {
  readonly #waiting = new LinkedQueue<() => void>();
  #taken = false;

  /** Whether the lock is held. */
  get taken(): boolean {
    return this.#taken;
  }

  /**
   * Resolves when it is the caller's turn, which lasts until it calls `pass`.
   *
   * @throws The reason of the signal, when it is aborted before.
   */
  take(signal: AbortSignal | undefined): Promise<void> {
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      if (signal === undefined) {
        this.#waiting.push(resolve);
        return;
      }
      const entry = this.#waiting.push(() => {
        detach();
        resolve();
      });
      const detach = onAbort(signal, (reason) => {
        this.#waiting.remove(entry);
        reject(reason);
      });
    });
  }

  pass(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next.value();
  }
}
