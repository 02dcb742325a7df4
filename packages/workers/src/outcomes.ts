/** Promises under way, whose outcomes are taken in the order in which they come. */
export class Outcomes<T> {
  #ended: T[] = [];
  #changed = false;
  #resume: (() => void) | undefined;
  #underWay = 0;

  /** How many are under way. */
  get underWay(): number {
    return this.#underWay;
  }

  /** How many are under way, or have ended and were not taken. */
  get left(): number {
    return this.#underWay + this.#ended.length;
  }

  /** @param outcome Never rejects. */
  add(outcome: Promise<T>): void {
    this.#underWay++;
    void outcome.then((value) => {
      this.#underWay--;
      this.#ended.push(value);
      return this.wake();
    });
  }

  /** @returns those that have ended. */
  take(): readonly T[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** Something else has changed that the one who waits has to look at. */
  wake(): void {
    this.#changed = true;
    this.#resume?.();
  }

  /** Resolves once one has ended, or `wake` was called, since the last time. */
  async changed(): Promise<void> {
    if (!this.#changed) {
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
    }
    this.#changed = false;
  }
}
