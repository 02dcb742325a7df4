import type { Tick } from './tick.js';

/** Prices that wander. */
export class Prices {
  readonly #prices = new Map(['ACME', 'ACMEX', 'GLOBEX'].map((symbol) => [symbol, 100]));

  /** The next price of each symbol. */
  *next(): Generator<Tick> {
    for (const [symbol, price] of this.#prices) {
      const moved = Math.max(1, price + Math.random() - 0.5);
      this.#prices.set(symbol, moved);
      yield { symbol, price: moved };
    }
  }
}
