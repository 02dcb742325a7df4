import type { EngineEvents } from './engine.js';
import { queueMicrotask } from '../runtime/timers.js';

/**
 * Notifies the socket above in a microtask: never from within a call to the engine, and not a turn of the event loop
 * later than necessary. `readable` and `writable` are called only while an operation waits, and once per microtask.
 */
export class DeferredNotifier {
  readonly #sink: EngineEvents;
  readonly #queue: (() => void)[] = [];
  #scheduled = false;
  #wantsToRead = false;
  #wantsToWrite = false;
  #readable = false;
  #writable = false;

  constructor(sink: EngineEvents) {
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

  /** Calls back in order with all other notifications. */
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
