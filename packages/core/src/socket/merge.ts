import { ZMQError } from '../errors/zmq-error.js';
import type { Message } from '../message/message.js';
import { turnBudget } from '../turn/event-loop-budget.js';
import { poll, type ReadableSocket } from './poll.js';

/** A socket whose messages `merge` receives. */
export interface MergeableSocket<Received extends Message = Message> extends ReadableSocket {
  tryReceive(): Received | undefined;
}

/** A message, and the socket that has received it. */
export interface MergedMessage<S extends MergeableSocket> {
  readonly socket: S;
  readonly message: NonNullable<ReturnType<S['tryReceive']>>;
}

/**
 * Receives from several sockets in one `for await` loop. It is fair: after each message, the next socket comes first, so a
 * busy socket does not silence the others. A message is received only when the loop asks for it: leaving the loop loses
 * none, also when it is left while a `next` waits. The loop ends when all sockets are closed; leaving it closes nothing. A REQ or REP gives messages in its turn.
 *
 * @throws TypeError for anything that is not a socket that receives, at the first `next`; what `tryReceive` throws.
 *
 * @example
 * ```ts
 * import { merge } from '@zeromq-ts/core';
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 *
 * await using first = new ZMQPull('inproc://first');
 * await using second = new ZMQPull('inproc://second');
 * await using push = new ZMQPush(['inproc://first', 'inproc://second']);
 * for (const task of ['a', 'b', 'c', 'd']) await push.send(task);
 * const tasks: string[] = [];
 * for await (const { message } of merge(first, second)) {
 *   if (tasks.push(`${message}`) === 4) break;
 * }
 * console.log(tasks.toSorted().join(' ')); // a b c d
 * ```
 */
export function merge<S extends MergeableSocket>(...sockets: readonly S[]): AsyncIterableIterator<MergedMessage<S>> {
  return new MergeIterator(sockets);
}

class MergeIterator<S extends MergeableSocket> implements AsyncIterableIterator<MergedMessage<S>> {
  readonly #open: S[];
  readonly #left = new AbortController();
  /** The call of `next` that came last: they are answered one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(sockets: readonly S[]) {
    this.#open = [...sockets];
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<MergedMessage<S>, void>> {
    const result = this.#last.then(() => this.#next());
    this.#last = result.catch(() => {});
    return result;
  }

  /** Leaves the loop. A `next` that waits is done, and takes no message. */
  async return(): Promise<IteratorResult<MergedMessage<S>, void>> {
    this.#left.abort();
    return { done: true, value: undefined };
  }

  async throw(error?: unknown): Promise<IteratorResult<MergedMessage<S>, void>> {
    this.#left.abort();
    throw error;
  }

  async #next(): Promise<IteratorResult<MergedMessage<S>, void>> {
    const { signal } = this.#left;
    try {
      while (!signal.aborted) {
        if (!turnBudget.spend()) {
          await turnBudget.nextTurn();
          continue;
        }
        const value = next(this.#open);
        if (value !== undefined) return { done: false, value };
        if (this.#open.length === 0) break;
        // Nothing is there: waits until that changes. Closed sockets are left out by the next look.
        await poll(this.#open, { signal });
      }
    } catch (error) {
      const wasLeft = signal.aborted;
      this.#left.abort();
      if (!wasLeft) throw error;
    }
    return { done: true, value: undefined };
  }
}

/** Takes the first message there is. Its socket becomes the last; those that are closed are left out. */
function next<S extends MergeableSocket>(open: S[]): MergedMessage<S> | undefined {
  for (let left = open.length; left > 0; left--) {
    const socket = open.shift() as S;
    const message = receive(socket);
    if (!socket.closed || message !== undefined) open.push(socket);
    if (message !== undefined) return { socket, message: message as MergedMessage<S>['message'] };
  }
  return undefined;
}

function receive(socket: MergeableSocket): Message | undefined {
  try {
    return socket.closed || !socket.readable ? undefined : socket.tryReceive();
  } catch (error) {
    // Closed meanwhile.
    if (error instanceof ZMQError && error.code === 'ENOTSOCK') return undefined;
    throw error;
  }
}
