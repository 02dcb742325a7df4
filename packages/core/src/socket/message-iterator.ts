import type { Message } from '../message/message.js';
import type { SocketCore } from './socket-core.js';

const DONE: IteratorResult<Message, undefined> = { done: true, value: undefined };

/** Receives in a `for await` loop. It ends quietly when the socket closes; leaving the loop closes nothing. */
export class MessageIterator implements AsyncIterableIterator<Message, undefined> {
  readonly #core: SocketCore;

  constructor(core: SocketCore) {
    this.#core = core;
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    if (this.#core.closed) return Promise.resolve(DONE);
    return this.#core.receiver.receive(undefined).then(
      (value) => ({ done: false, value }),
      (error: unknown) => {
        if (this.#core.closed) return DONE;
        throw error;
      },
    );
  }

  return(): Promise<IteratorResult<Message, undefined>> {
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
