import { onAbort } from '../events/abort-listeners.js';
import type { Message } from '../message/message.js';
import { SmallSet } from '../queue/small-set.js';
import type { ReceiveGroup } from './receiver.js';
import type { SocketCore } from './socket-core.js';
import { resolveWithinBudget } from '../turn/within-budget.js';

const DONE: IteratorResult<Message, undefined> = { done: true, value: undefined };

/**
 * Receives in a `for await` loop. The iteration ends when the socket closes, and when it is left: by `break`, `return()`
 * or `throw()`, or because the stream that reads from it is destroyed. Aborting its signal leaves it, too. Leaving
 * it closes nothing.
 *
 * The receives that are under way belong to the iteration and end with it: their `next()` is done, and the messages
 * that they waited for are for other receives.
 */
export class MessageIterator implements AsyncIterableIterator<Message, undefined> {
  /** Between two receives, this reference keeps the socket reachable. */
  readonly #socket: { readonly closed: boolean };
  readonly #core: SocketCore;
  /** The calls of `next` that wait. */
  readonly #receives: ReceiveGroup = new SmallSet();
  #left = false;
  /** The loop has a message, and has not asked for the next one. */
  #inHand = false;
  /** Takes the listener off the abort signal. */
  #detach: (() => void) | undefined;

  /** @param signal Ends the iteration, as leaving it does. */
  constructor(socket: { readonly closed: boolean }, core: SocketCore, signal?: AbortSignal) {
    this.#socket = socket;
    this.#core = core;
    if (signal?.aborted === true) this.#left = true;
    else if (signal !== undefined) this.#detach = onAbort(signal, () => this.#leave());
  }

  next(): Promise<IteratorResult<Message, undefined>> {
    this.#finish();
    if (this.#over) {
      this.#detach?.();
      return resolveWithinBudget(DONE);
    }
    return this.#core.receiver.receive(undefined, this.#receives).then(
      (value) => {
        if (!this.#inHand) {
          this.#inHand = true;
          this.#core.draining.taken();
        }
        return { done: false, value };
      },
      (error: unknown) => {
        if (!this.#over && this.#core.draining.refusal === undefined) throw error;
        // A loop that is done does not call `return`.
        this.#detach?.();
        return DONE;
      },
    );
  }

  async return(value?: PromiseLike<undefined>): Promise<IteratorResult<Message, undefined>> {
    this.#finish();
    this.#leave();
    return { done: true, value: await value };
  }

  throw(error?: unknown): Promise<IteratorResult<Message, undefined>> {
    this.#finish();
    this.#leave();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  get #over(): boolean {
    return this.#left || this.#socket.closed;
  }

  #finish(): void {
    if (!this.#inHand) return;
    this.#inHand = false;
    this.#core.draining.finished();
  }

  #leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#detach?.();
    this.#core.receiver.abandon(this.#receives);
  }
}
