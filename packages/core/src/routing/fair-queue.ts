import type { Pipe } from './pipe.js';
import { RoundRobin } from './round-robin.js';

/**
 * How a socket receives from several peers (RFC 28, "fair-queue"): those that have messages take turns, one message
 * each, so that none is kept waiting by another that sends more.
 *
 * A pipe without messages is not here; `Routing.readable` brings it back.
 */
export class FairQueue {
  readonly #turns = new RoundRobin();

  /** Messages have come in at a pipe. */
  add(pipe: Pipe): void {
    this.#turns.add(pipe);
  }

  /** Nothing more is to be read from a pipe. */
  remove(pipe: Pipe): void {
    this.#turns.remove(pipe);
  }

  /** The pipe that the next message is to be read from. */
  get current(): Pipe | undefined {
    const turns = this.#turns;
    for (let pipe = turns.current; pipe !== undefined; pipe = turns.current) {
      if (pipe.readable) return pipe;
      turns.remove(pipe);
    }
    return undefined;
  }

  /** The same; its turn is over with that. */
  next(): Pipe | undefined {
    const turns = this.#turns;
    for (let pipe = turns.current; pipe !== undefined; pipe = turns.current) {
      if (pipe.readable) {
        turns.pass();
        return pipe;
      }
      turns.remove(pipe);
    }
    return undefined;
  }
}
