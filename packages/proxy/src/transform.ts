import { Message, type MessageInput } from '@zeromq-ts/core';
import type { ProxyDirection } from './proxy-socket.js';

/**
 * Changes messages on their way through a proxy.
 *
 * @param message What was received, with all frames and with its `peer`.
 * @param direction Which way it goes.
 * @returns What is sent instead: a message as `send` takes it; an array whose elements are all `Message` objects, for
 * several messages; `undefined` or `null` to drop it (statistics: reason `transform`). A promise of any of these delays the
 * messages behind it, which keep their order.
 */
export type Transform = (
  message: Message,
  direction: ProxyDirection,
) =>
  | MessageInput
  | readonly Message[]
  | null
  | undefined
  | PromiseLike<MessageInput | readonly Message[] | null | undefined>;

/** The messages that the result of a transform stands for. */
export function messagesOf(result: MessageInput | readonly Message[] | null | undefined): readonly Message[] {
  if (result === undefined || result === null) return [];
  if (result instanceof Message) return [result];
  if (Array.isArray(result) && result.length > 0 && result.every((each) => each instanceof Message)) {
    return result;
  }
  return [new Message(result)];
}
