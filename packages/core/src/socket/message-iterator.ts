import type { Message } from '../message/message.js';
import type { ReceiveGroup } from './receiver.js';
import type { SocketCore } from './socket-core.js';

const DONE: IteratorResult<Message, undefined> = { done: true, value: undefined };

/**
 * Receives in a `for await` loop. The iteration ends when the socket closes, and when it is left: by `break`, `return()`
 * or `throw()`, or because the stream that reads from it is destroyed. Leaving it closes nothing.
 *
 * The receives that are under way belong to the iteration and end with it: their `next()` is done, and the messages
 * that they waited for are for other receives.
 */
export class MessageIterator implements AsyncIterableIterator<Message, undefined> {
  /** Between two receives, this reference keeps the socket reachable. */
  readonly #socket: { readonly closed: boolean };
  readonly #core: SocketCore;
  /** The calls of `next` that wait. */
  readonly #receives: ReceiveGroup = new Set();
  #left = false;

  constructor(socket: { readonly closed: boolean }, core: SocketCore) {
    this.#socket = socket;
    this.#core = core;
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    if (this.#over) return Promise.resolve(DONE);
    return this.#core.receiver.receive(undefined, this.#receives).then(
      (value) => ({ done: false, value }),
      (error: unknown) => {
        if (this.#over) return DONE;
        throw error;
      },
    );
  }

  async return(value?: PromiseLike<undefined>): Promise<IteratorResult<Message, undefined>> {
    this.#leave();
    return { done: true, value: await value };
  }

  throw(error?: unknown): Promise<IteratorResult<Message, undefined>> {
    this.#leave();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  get #over(): boolean {
    return this.#left || this.#socket.closed;
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#core.receiver.abandon(this.#receives);
  }
}
