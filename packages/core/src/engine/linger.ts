import type { PeerPipe } from './peer-pipe.js';
import { clearTimeout, setTimeout } from '../runtime/timers.js';

/** What is to be closed. */
export interface ClosingOptions {
  /** The pipes that are left. */
  pipes(): Iterable<PeerPipe>;
  /** Milliseconds to wait for messages that are not handed over yet. */
  readonly linger: number;
  readonly listeners: readonly Promise<void>[];
  /** Ends what is left: everything is handed over, or linger has run out. */
  over(): void;
}

/**
 * Closes a socket: nothing more is received; each peer is disconnected once the messages sent to it have been handed
 * over; for a peer that is not connected, it waits within linger.
 */
export class LingeringClose {
  readonly done: Promise<void>;
  readonly #options: ClosingOptions;
  #finish: () => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(options: ClosingOptions) {
    this.#options = options;
    const handedOver = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    this.done = this.#await(handedOver);
    for (const pipe of options.pipes()) pipe.leave();
    if (options.linger === 0) this.#end();
    else {
      if (options.linger !== Infinity) this.#timer = setTimeout(() => this.#end(), options.linger);
      this.check();
    }
  }

  async #await(handedOver: Promise<void>): Promise<void> {
    await handedOver;
    await Promise.all(this.#options.listeners);
  }

  /** Looks whether something is left to be waited for. */
  check(): void {
    for (const pipe of this.#options.pipes()) if (pipe.linked || !pipe.handedOver) return;
    this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#options.over();
    this.#finish();
  }
}
