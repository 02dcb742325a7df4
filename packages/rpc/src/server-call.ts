import type { PeerInfo } from '@zeromq-ts/core';
import { RpcError } from './rpc-error.js';
import { END, ITEM, RESULT, STREAM_WINDOW_ITEMS } from './wire.js';

/** One call at the server, from its request to its last reply. */
export class ServerCall {
  readonly peer: PeerInfo | undefined;
  readonly #abort = new AbortController();
  readonly #multiplexed: boolean;
  readonly #reply: (kind: string, value: unknown) => void;
  /** How many more items the client takes. */
  #credit = STREAM_WINDOW_ITEMS;
  #credited: (() => void) | undefined;

  /** @param multiplexed Whether the client can have several replies: a plain REQ takes one. */
  constructor(peer: PeerInfo | undefined, multiplexed: boolean, reply: (kind: string, value: unknown) => void) {
    this.peer = peer;
    this.#multiplexed = multiplexed;
    this.#reply = reply;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The client has cancelled it, or is gone: nothing more is sent. */
  abort(): void {
    this.#abort.abort(new RpcError('CANCELLED', 'The call was cancelled.'));
    this.#credited?.();
  }

  /** The client takes more items: a number in decimal. */
  grant(body: Uint8Array): void {
    const more = Number(String.fromCharCode(...body.subarray(0, 8)));
    // More than a window is no credit that an RpcClient gives.
    if (!Number.isInteger(more) || more < 1) return;
    this.#credit = Math.min(this.#credit + more, STREAM_WINDOW_ITEMS);
    this.#credited?.();
  }

  result(value: unknown): void {
    if (!this.signal.aborted) this.#reply(RESULT, value);
  }

  /** Sends the items of an iterable, no more than the client has credit for. Leaving it early ends the iterable, too. */
  async stream(items: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
    if (!this.#multiplexed) {
      throw new RpcError(
        'INVALID_ARGUMENT',
        'This method returns a stream, and a REQ takes one reply. Use a client with ids.',
      );
    }
    for await (const item of items) {
      while (this.#credit === 0 && !this.signal.aborted) {
        await new Promise<void>((resolve) => {
          this.#credited = resolve;
        });
      }
      if (this.signal.aborted) return;
      this.#credit--;
      this.#reply(ITEM, item);
    }
    if (!this.signal.aborted) this.#reply(END, undefined);
  }
}
