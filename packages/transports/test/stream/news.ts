/** How long a test waits for what has to happen, in milliseconds. */
const EVENT_TIMEOUT_MS = 20_000;

/** Lets tests wait for a condition, which is looked at whenever there is news. */
export class News {
  readonly #waiting = new Set<() => void>();

  tell(): void {
    for (const look of this.#waiting) look();
  }

  until(what: string, condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`In vain waited for: ${what}.`));
      }, EVENT_TIMEOUT_MS);
      const look = (): void => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }
}
