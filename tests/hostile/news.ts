/** How long something that must happen may take on a machine that is busy. */
const EVENT_TIMEOUT_MS = 60_000;

/** Conditions that are looked at whenever there is news. */
export class News {
  readonly #waiting = new Set<() => void>();

  tell(): void {
    for (const look of this.#waiting) look();
  }

  until(what: string, condition: () => boolean, timeout = EVENT_TIMEOUT_MS): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`${what}: not within ${timeout} ms`));
      }, timeout);
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
