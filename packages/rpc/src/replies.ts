import type { Replies } from './client-call.js';
import { isPromiseLike, validated } from './format.js';
import { ItemQueue } from './item-queue.js';
import { RpcError } from './rpc-error.js';
import type { MethodDefinition } from './service.js';
import { STREAM_WINDOW_ITEMS } from './wire.js';

/** The promise of a call that has one result. */
export class OneReply implements Replies {
  readonly #output: MethodDefinition['output'];
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;

  constructor(output: MethodDefinition['output'], resolve: (value: unknown) => void, reject: (error: unknown) => void) {
    this.#output = output;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  result(value: unknown): void {
    try {
      this.#resolve(validated(this.#output, value, 'INVALID_RESULT'));
    } catch (error) {
      this.#reject(error);
    }
  }

  fail(error: RpcError): void {
    this.#reject(error);
  }
}

/** What the iterator of a stream does with its call. */
export interface StreamControls {
  credit(count: number): void;
  cancel(): void;
}

/** The iterator of a call that returns a stream. */
export class StreamReplies implements Replies {
  readonly queue: ItemQueue;
  /** Of the call, once it has begun. */
  controls: StreamControls | undefined;
  readonly #output: MethodDefinition['output'];
  /** Settles when all that has come was checked. */
  #checked: Promise<void> | undefined;
  #taken = 0;
  /** How many more items the server may send. */
  #credit = STREAM_WINDOW_ITEMS;

  constructor(output: MethodDefinition['output']) {
    this.#output = output;
    this.queue = new ItemQueue(
      () => {
        // Half a window at a time, so that the server need not stop.
        if (++this.#taken < STREAM_WINDOW_ITEMS / 2) return;
        this.#credit += this.#taken;
        this.controls?.credit(this.#taken);
        this.#taken = 0;
      },
      () => this.controls?.cancel(),
    );
  }

  /** Of a server for which the method returns no stream: one item. */
  result(value: unknown): void {
    this.#accept(value);
    this.end();
  }

  item(value: unknown): void {
    if (this.#credit === 0) {
      this.fail(new RpcError('INVALID_RESULT', 'The server has sent more items than the client has given credit for.'));
      this.controls?.cancel();
      return;
    }
    this.#credit--;
    this.#accept(value);
  }

  #accept(value: unknown): void {
    this.#inOrder(() => {
      const item = validated(this.#output, value, 'INVALID_RESULT');
      if (isPromiseLike(item)) return item.then((later) => this.queue.push(later));
      this.queue.push(item);
      return undefined;
    });
  }

  end(): void {
    this.#inOrder(() => this.queue.end());
  }

  fail(error: RpcError): void {
    this.#inOrder(() => this.queue.end(error));
  }

  /** Schemas may take their time: items, end and errors keep their order. */
  #inOrder(step: () => void | PromiseLike<void>): void {
    const refused = (error: unknown): void => {
      this.queue.end(error as RpcError);
      this.controls?.cancel();
    };
    if (this.#checked !== undefined) {
      const checked = this.#checked.then(step).catch(refused);
      this.#wait(checked);
      return;
    }
    try {
      const checked = step();
      if (isPromiseLike(checked)) this.#wait(Promise.resolve(checked).catch(refused));
    } catch (error) {
      refused(error);
    }
  }

  #wait(checked: Promise<void>): void {
    const after = async (): Promise<void> => {
      await checked;
      if (this.#checked === waited) this.#checked = undefined;
    };
    const waited = after();
    this.#checked = waited;
  }
}
