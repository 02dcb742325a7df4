import type { Message, MessageInput } from '@zeromq-ts/core';

/**
 * How values become messages, and messages values.
 *
 * `encode` and `decode` may return promises, for example because a schema validates asynchronously; `trySend` and
 * `tryReceive` need codecs that do not.
 */
export interface Codec<Input, Output = Input> {
  /** @returns what `send` of a socket accepts. */
  encode(value: Input): MessageInput | PromiseLike<MessageInput>;
  /** @returns the value of a message. What it throws says why the message has none. */
  decode(message: Message): Output | PromiseLike<Output>;
}

/** What a codec takes to send. */
export type InputOf<C> = C extends Codec<infer Input, infer _Output> ? Input : never;

/** What a codec makes of a received message. */
export type OutputOf<C> = C extends Codec<infer _Input, infer Output> ? Output : never;

/** Calls back with a value, now or when the promise for it has resolved. */
export function whenReady<T, R>(value: T | PromiseLike<T>, use: (value: T) => R | PromiseLike<R>): R | PromiseLike<R> {
  return isPromiseLike(value) ? value.then(use) : use(value);
}

export function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function';
}
