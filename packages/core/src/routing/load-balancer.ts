import type { Outgoing } from '../message/input.js';
import type { Pipe } from './pipe.js';
import { RoundRobin } from './round-robin.js';

/**
 * How a socket shares out what it sends (RFC 30, "round-robin"): the pipes that have room take turns.
 *
 * A pipe that is full is not here; `Routing.writable` brings it back.
 */
export class LoadBalancer {
  readonly #turns = new RoundRobin();

  /** A pipe is there, or has room again. */
  add(pipe: Pipe): void {
    this.#turns.add(pipe);
  }

  /** Nothing more is to be written to a pipe. */
  remove(pipe: Pipe): void {
    this.#turns.remove(pipe);
  }

  /** The pipe that the next message is to be written to. */
  get current(): Pipe | undefined {
    const turns = this.#turns;
    for (let pipe = turns.current; pipe !== undefined; pipe = turns.current) {
      if (pipe.writable) return pipe;
      turns.remove(pipe);
    }
    return undefined;
  }

  /** The same; its turn is over with that. */
  next(): Pipe | undefined {
    const turns = this.#turns;
    for (let pipe = turns.current; pipe !== undefined; pipe = turns.current) {
      if (pipe.writable) {
        turns.pass();
        return pipe;
      }
      turns.remove(pipe);
    }
    return undefined;
  }

  /** Writes a message to the next pipe; false when none has room. */
  send(message: Outgoing): boolean {
    const pipe = this.next();
    if (pipe === undefined) return false;
    pipe.write(message);
    return true;
  }
}
