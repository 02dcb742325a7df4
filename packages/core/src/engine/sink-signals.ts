import type { EngineSink } from './engine.js';
import { queueMicrotask } from '../runtime/timers.js';

/**
 * Tells the socket above of what happens, in a microtask: never from inside a call to the engine, and not a turn of
 * the event loop later than need be. That there is something to read or room to write is told only while somebody
 * waits for it, and once for all that comes together.
 */
export class SinkSignals {
  readonly #sink: EngineSink;
  readonly #queue: (() => void)[] = [];
  #scheduled = false;
  #wantsToRead = false;
  #wantsToWrite = false;
  #readable = false;
  #writable = false;

  constructor(sink: EngineSink) {
    this.#sink = sink;
  }

  awaitReadable(waiting: boolean): void {
    this.#wantsToRead = waiting;
  }

  awaitWritable(): void {
    this.#wantsToWrite = true;
  }

  readable(): void {
    if (!this.#wantsToRead || this.#readable) return;
    this.#readable = true;
    this.#schedule();
  }

  writable(): void {
    if (!this.#wantsToWrite || this.#writable) return;
    this.#writable = true;
    this.#schedule();
  }

  /** Calls back in order with everything else that is told. */
  later(tell: () => void): void {
    this.#queue.push(tell);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(this.#run);
  }

  readonly #run = (): void => {
    this.#scheduled = false;
    if (this.#queue.length > 0) for (const tell of this.#queue.splice(0)) tell();
    if (this.#readable) {
      this.#readable = false;
      if (this.#wantsToRead) this.#sink.readable();
    }
    if (this.#writable) {
      this.#writable = false;
      this.#wantsToWrite = false;
      this.#sink.writable(false);
    }
  };
}
