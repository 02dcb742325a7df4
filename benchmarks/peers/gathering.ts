/** Waits until so many have arrived. */
export class Gathering {
  readonly complete: Promise<void>;
  #missing: number;
  #resolve: (() => void) | undefined;

  constructor(count: number) {
    this.#missing = count;
    this.complete = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  arrive(): Promise<void> {
    if (--this.#missing === 0) this.#resolve?.();
    return this.complete;
  }
}
