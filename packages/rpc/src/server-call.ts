import type { PeerInfo } from '@zeromq-ts/core';
import { RpcError } from './rpc-error.js';
import { END, ITEM, STREAM_WINDOW_ITEMS } from './wire.js';

/** What a handler knows of its call. */
export interface CallContext {
  readonly method: string;
  /** Aborts when the client cancels the call or leaves, and when the server closes without waiting. */
  readonly signal: AbortSignal;
  /** Who called, as far as the engine tells: `peer.userId` with authentication. */
  readonly peer: PeerInfo | undefined;
}

/** One call at the server, from its request to its last reply. */
export class ServerCall {
  readonly method: string;
  readonly peer: PeerInfo | undefined;
  /** What goes before each reply: as many frames as the request had before its empty one. */
  readonly path: readonly (string | Uint8Array)[];
  /** The client has cancelled it, or is gone: nothing more is sent. */
  aborted = false;
  /** Made for a handler that asks for it. */
  #controller: AbortController | undefined;
  /** How many more items the client takes. */
  #credit = STREAM_WINDOW_ITEMS;
  #credited: (() => void) | undefined;

  constructor(method: string, peer: PeerInfo | undefined, path: readonly (string | Uint8Array)[]) {
    this.method = method;
    this.peer = peer;
    this.path = path;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.aborted) this.#controller.abort(cancelled());
    }
    return this.#controller.signal;
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    this.#controller?.abort(cancelled());
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

  /** The queue of the client has room again. */
  resume(): void {
    this.#credited?.();
  }

  /**
   * Sends the items of an iterable, no more than the client has credit for. Leaving it early ends the iterable, too.
   *
   * @param full Whether the queue of the client is full: an item waits until `resume`.
   */
  async stream(
    items: AsyncIterable<unknown> | Iterable<unknown>,
    reply: (kind: string, value: unknown) => void,
    full: () => boolean,
  ): Promise<void> {
    if (this.path.length === 1) {
      throw new RpcError(
        'INVALID_ARGUMENT',
        'This method returns a stream, and a REQ takes one reply. Use a client with ids.',
      );
    }
    for await (const item of items) {
      while ((this.#credit === 0 || full()) && !this.aborted) {
        await new Promise<void>((resolve) => {
          this.#credited = resolve;
        });
      }
      if (this.aborted) return;
      this.#credit--;
      reply(ITEM, item);
    }
    if (!this.aborted) reply(END, undefined);
  }
}

function cancelled(): RpcError {
  return new RpcError('CANCELLED', 'The call was cancelled.');
}

/** What a handler gets of a call. */
export class HandlerContext implements CallContext {
  readonly method: string;
  readonly peer: PeerInfo | undefined;
  readonly #call: ServerCall;

  constructor(call: ServerCall) {
    this.method = call.method;
    this.peer = call.peer;
    this.#call = call;
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }
}
