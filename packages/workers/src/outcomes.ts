/** Promises under way, whose outcomes are taken in the order in which they come. */
export class Outcomes<T> {
  #ended: T[] = [];
  #wake: (() => void) | undefined;
  #underWay = 0;

  /** How many are under way. */
  get underWay(): number {
    return this.#underWay;
  }

  /** @param outcome Never rejects. */
  add(outcome: Promise<T>): void {
    this.#underWay++;
    void outcome.then((value) => {
      this.#underWay--;
      this.#ended.push(value);
      return this.#wake?.();
    });
  }

  /** @returns those that have ended. */
  take(): readonly T[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** Resolves once there is an outcome to take, or none is under way. */
  async ready(): Promise<void> {
    while (this.#ended.length === 0 && this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
