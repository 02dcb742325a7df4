import type { Pipe } from './pipe.js';

/** At most this many pipes are found by looking through them. */
const MAX_SEARCHED = 16;

/**
 * Pipes that take turns: what a {@link FairQueue} and a {@link LoadBalancer} have in common.
 *
 * ```
 *   [ a  b  c  d ]
 *        ^ turn
 * ```
 *
 * Who leaves gives its place to the last one, so everything is O(1).
 *
 * A pipe comes and goes with each message of a round trip. A `Map` would get a new table each time, and V8 keeps a chain of
 * such tables, with all that was allocated meanwhile, until the next major collection (docs/decisions/sets-in-the-path.md):
 * only many pipes have one.
 */
export class RoundRobin {
  readonly #pipes: Pipe[] = [];
  /** Where each pipe is, while there are many. */
  #places: Map<Pipe, number> | undefined;
  #turn = 0;

  /** Whose turn it is. */
  get current(): Pipe | undefined {
    return this.#pipes[this.#turn];
  }

  /** Lets a pipe take part, if it does not yet. */
  add(pipe: Pipe): void {
    if (this.#placeOf(pipe) !== -1) return;
    const place = this.#pipes.push(pipe) - 1;
    if (this.#places !== undefined) this.#places.set(pipe, place);
    else if (place >= MAX_SEARCHED) this.#places = new Map(this.#pipes.map((each, index) => [each, index]));
  }

  /** The turn of the next one begins. */
  pass(): void {
    this.#turn = this.#turn + 1 < this.#pipes.length ? this.#turn + 1 : 0;
  }

  /** Takes a pipe out, if it takes part. */
  remove(pipe: Pipe): void {
    const place = this.#placeOf(pipe);
    if (place === -1) return;
    const last = this.#pipes.pop() as Pipe;
    if (last !== pipe) {
      this.#pipes[place] = last;
      this.#places?.set(last, place);
    }
    if (this.#turn >= this.#pipes.length) this.#turn = 0;
    if (this.#pipes.length === 0) this.#places = undefined;
    else this.#places?.delete(pipe);
  }

  /** -1: it does not take part. */
  #placeOf(pipe: Pipe): number {
    return this.#places === undefined ? this.#pipes.indexOf(pipe) : (this.#places.get(pipe) ?? -1);
  }
}
