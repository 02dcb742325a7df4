/** What a call does. */
export type Action = 'send' | 'receive';

/** Whose turn it is: at REQ and REP, sending and receiving alternate; at other sockets, it is always that of both. */
export class Turn {
  #next: Action | undefined;
  readonly #isRelaxed: () => boolean;

  /**
   * @param first What comes first, where they alternate.
   * @param isRelaxed Whether it may send again before it has received.
   */
  constructor(first: Action | undefined, isRelaxed: () => boolean) {
    this.#next = first;
    this.#isRelaxed = isRelaxed;
  }

  get alternates(): boolean {
    return this.#next !== undefined;
  }

  get maySend(): boolean {
    return this.#next !== 'receive' || this.#isRelaxed();
  }

  get mayReceive(): boolean {
    return this.#next !== 'send';
  }

  /** @param action What is next, where they alternate. */
  advance(action: Action): void {
    this.#next = action;
  }
}
