import type { Pipe } from './pipe.js';

/**
 * Pipes that take turns: what a {@link FairQueue} and a {@link LoadBalancer} have in common.
 *
 * ```
 *   [ a  b  c  d ]
 *        ^ turn
 * ```
 *
 * Who leaves gives its place to the last one, so everything is O(1).
 */
export class RoundRobin {
  readonly #pipes: Pipe[] = [];
  readonly #places = new Map<Pipe, number>();
  #turn = 0;

  /** Whose turn it is. */
  get current(): Pipe | undefined {
    return this.#pipes[this.#turn];
  }

  /** Lets a pipe take part, if it does not yet. */
  add(pipe: Pipe): void {
    if (this.#places.has(pipe)) return;
    this.#places.set(pipe, this.#pipes.length);
    this.#pipes.push(pipe);
  }

  /** The turn of the next one begins. */
  pass(): void {
    this.#turn = this.#turn + 1 < this.#pipes.length ? this.#turn + 1 : 0;
  }

  /** Takes a pipe out, if it takes part. */
  remove(pipe: Pipe): void {
    const place = this.#places.get(pipe);
    if (place === undefined) return;
    this.#places.delete(pipe);
    const last = this.#pipes.pop() as Pipe;
    if (last !== pipe) {
      this.#pipes[place] = last;
      this.#places.set(last, place);
    }
    if (this.#turn >= this.#pipes.length) this.#turn = 0;
  }
}
