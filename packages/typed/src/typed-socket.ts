import type { DrainOptions, Message, MessageInput, MessagesOptions, SendState, WaitOptions } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import { type Codec, isPromiseLike } from './codec.js';
import type { AnySocket } from './any-socket.js';

/** Options of `request`, whatever the socket takes. */
type RequestOptions<S> = S extends { request(message: never, options?: infer Options): unknown } ? Options : never;

/**
 * A socket whose messages are values. Create it with {@link typed}, which hides the methods that its socket does not have.
 *
 * @example
 * ```ts
 * import { json, typed } from '@zeromq-ts/typed';
 * import { ZMQPair } from '@zeromq-ts/pair';
 *
 * await using near = typed(new ZMQPair('@inproc://values'), { send: json(), receive: json() });
 * await using far = typed(new ZMQPair('inproc://values'), { send: json(), receive: json() });
 * await near.send({ count: 1 });
 * console.log(await far.receive()); // { count: 1 }
 * ```
 */
export class TypedSocket<S, Sent, Received> implements AsyncDisposable, AsyncIterable<Received> {
  /** The socket itself, for everything else: endpoints, events, statistics. */
  readonly socket: S;
  readonly #socket: AnySocket & { request?(message: MessageInput, options?: unknown): Promise<Message> };
  readonly #send: Codec<Sent, unknown> | undefined;
  readonly #receive: Codec<never, Received> | undefined;
  readonly #onInvalid: ((error: ZMQError, message: Message) => void) | undefined;
  /** The last send: values that take time to encode keep their order. */
  #encoding: Promise<unknown> | undefined;

  constructor(
    socket: S & AnySocket,
    send: Codec<Sent, unknown> | undefined,
    receive: Codec<never, Received> | undefined,
    onInvalid: ((error: ZMQError, message: Message) => void) | undefined,
  ) {
    this.socket = socket;
    this.#socket = socket;
    this.#send = send;
    this.#receive = receive;
    this.#onInvalid = onInvalid;
  }

  /**
   * Sends a value, as `send` of the socket does. Values are sent in the order of the calls, also when a schema checks them
   * asynchronously.
   *
   * @param options Those of `send` of the socket: `timeout`, `signal`.
   * @throws ZMQError `EINVAL` when the schema or the codec does not accept the value, and what `send` of the socket throws.
   * All as rejections.
   */
  async send(value: Sent, options?: WaitOptions): Promise<boolean> {
    const message = this.#encode(value);
    if (this.#encoding === undefined && !isPromiseLike(message)) return this.#deliver(message, options);
    const earlier = this.#encoding ?? Promise.resolve();
    const mine = Promise.all([message, earlier.catch(() => {})]);
    this.#encoding = mine;
    try {
      const [encoded] = await mine;
      return this.#deliver(encoded, options);
    } finally {
      if (this.#encoding === mine) this.#encoding = undefined;
    }
  }

  /**
   * Sends a value if there is room now, as `trySend` of the socket does.
   *
   * @throws ZMQError `EINVAL` when the codec does not accept the value, or is asynchronous.
   */
  trySend(value: Sent): boolean {
    const message = this.#encode(value);
    if (isPromiseLike(message)) throw asynchronous('trySend', message);
    return this.#socket.trySend?.(message) ?? false;
  }

  /**
   * Receives the next value, as `receive` of the socket does.
   *
   * @throws ZMQError `EPROTO` when the message is not what the codec or the schema accepts, unless there is `onInvalid`; and
   * what `receive` of the socket throws. All as rejections.
   */
  async receive(options?: WaitOptions): Promise<Received> {
    const codec = this.#receiving();
    for (;;) {
      const message = await (this.#socket as Required<AnySocket>).receive(options);
      try {
        return await codec.decode(message);
      } catch (error) {
        this.#refuse(error, message);
      }
    }
  }

  /**
   * Takes a value if a message is there; `undefined` when there is none.
   *
   * @throws ZMQError as `receive` does, and `EINVAL` when the codec is asynchronous.
   */
  tryReceive(): Received | undefined {
    const codec = this.#receiving();
    for (;;) {
      const message = this.#socket.tryReceive?.();
      if (message === undefined) return undefined;
      let value: Received | PromiseLike<Received>;
      try {
        value = codec.decode(message);
      } catch (error) {
        this.#refuse(error, message);
        continue;
      }
      if (isPromiseLike(value)) throw asynchronous('tryReceive', value);
      return value;
    }
  }

  /**
   * Sends a request and returns the value of its reply, as `request` of a ZMQRequest does.
   *
   * @throws ZMQError as `send` and `receive` do. A reply that is not accepted always rejects.
   */
  async request(value: Sent, options?: RequestOptions<S>): Promise<Received> {
    const codec = this.#receiving();
    if (this.#socket.request === undefined) throw new ZMQError('ENOTSUP', `A ${this.#socket.type} has no request().`);
    const reply = await this.#socket.request(await this.#encode(value), options);
    try {
      return await codec.decode(reply);
    } catch (error) {
      throw invalid(error, reply);
    }
  }

  /** What would become of a send now, as `sendState` of the socket. */
  get sendState(): SendState {
    return (this.#socket as Required<AnySocket>).sendState;
  }

  /** Whether a value could be sent now without waiting, as `writable` of the socket. */
  get writable(): boolean {
    return (this.#socket as Required<AnySocket>).writable;
  }

  /** Resolves when {@link writable} is true, as `whenWritable` of the socket. */
  whenWritable(options?: WaitOptions): Promise<void> {
    return (this.#socket as Required<AnySocket>).whenWritable(options);
  }

  /** Whether a message is there, as `readable` of the socket. It may be one that the codec does not accept. */
  get readable(): boolean {
    return (this.#socket as Required<AnySocket>).readable;
  }

  /** Resolves when {@link readable} is true, as `whenReadable` of the socket. */
  whenReadable(options?: WaitOptions): Promise<void> {
    return (this.#socket as Required<AnySocket>).whenReadable(options);
  }

  /**
   * Finishes what the socket has taken, and closes it, as `drain` of the socket does. A loop over the typed socket is busy
   * while it handles a value, and while its codec decodes one.
   */
  drain(options?: DrainOptions): Promise<void> {
    return (this.#socket as Required<AnySocket>).drain(options);
  }

  /** Closes the socket. */
  close(options?: Parameters<AnySocket['close']>[0]): Promise<void> {
    return this.#socket.close(options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#socket.close();
  }

  /** Receives values in a `for await` loop, which ends when the socket closes. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Received> {
    return this.#values((this.#socket as unknown as AsyncIterable<Message>)[Symbol.asyncIterator]());
  }

  /** Receives values in a `for await` loop that a signal can end, as `messages` of the socket does. */
  messages(options?: MessagesOptions): AsyncIterableIterator<Received> {
    return this.#values((this.#socket as Required<AnySocket>).messages(options));
  }

  #values(messages: AsyncIterator<Message>): AsyncIterableIterator<Received> {
    const codec = this.#receiving();
    const refuse = (error: unknown, message: Message): void => this.#refuse(error, message);
    return {
      async next() {
        for (;;) {
          const { done, value } = await messages.next();
          if (done === true) return { done, value: undefined };
          const message = value;
          try {
            return { done: false, value: await codec.decode(message) };
          } catch (error) {
            refuse(error, message);
          }
        }
      },
      async return() {
        await messages.return?.();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #deliver(message: MessageInput, options: WaitOptions | undefined): Promise<boolean> {
    return (this.#socket as Required<AnySocket>).send(message, options);
  }

  #encode(value: Sent): MessageInput | PromiseLike<MessageInput> {
    if (this.#send === undefined) {
      throw new ZMQError(
        'EINVAL',
        `This typed ${this.#socket.type} has no codec to send with: give typed the option send.`,
      );
    }
    try {
      return this.#send.encode(value);
    } catch (error) {
      if (error instanceof ZMQError) throw error;
      throw new ZMQError('EINVAL', `The value cannot be encoded: ${textOf(error)}`, { cause: error });
    }
  }

  #receiving(): Codec<never, Received> {
    if (this.#receive !== undefined) return this.#receive;
    throw new ZMQError(
      'EINVAL',
      `This typed ${this.#socket.type} has no codec to receive with: give typed the option receive.`,
    );
  }

  #refuse(error: unknown, message: Message): void {
    const refusal = invalid(error, message);
    if (this.#onInvalid === undefined) throw refusal;
    this.#onInvalid(refusal, message);
  }
}

function invalid(error: unknown, message: Message): ZMQError {
  const from = message.peer?.address === undefined ? '' : ` from ${message.peer.address}`;
  return new ZMQError('EPROTO', `A message${from} is not what this socket accepts: ${textOf(error)}`, { cause: error });
}

function asynchronous(method: string, promise: PromiseLike<unknown>): ZMQError {
  // No caller waits for it: what it rejects with is not of interest.
  promise.then(undefined, () => {});
  return new ZMQError('EINVAL', `${method} needs a codec that works at once, and this one returned a promise.`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
