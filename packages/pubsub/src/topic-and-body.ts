import type { FrameInput, MessageInput } from '@zeromq-ts/core';
import type { SocketCore } from '@zeromq-ts/core/spi';
import { isMessageInput } from '@zeromq-ts/core/spi';
import { topicBytes } from './topic.js';

/** What follows a topic: frames, or a function that makes them if a peer has subscribed. */
export type Payload = MessageInput | (() => MessageInput);

/** Whether a value can be a {@link Payload}. */
export function isPayload(value: unknown): boolean {
  return typeof value === 'function' || isMessageInput(value);
}

/**
 * The message of a topic and what follows it.
 *
 * @param first The topic, or the whole message if no payload is given.
 * @returns undefined if the payload is a function, which is not called because no peer has subscribed to the topic.
 */
export function messageOfTopic(
  core: SocketCore,
  first: MessageInput,
  payload: Payload | undefined,
): MessageInput | undefined {
  if (payload === undefined) return first;
  if (typeof payload !== 'function') return together(first, payload);
  core.assertOpen();
  return mayHaveSubscribers(core, topicBytes(first, 'send')) ? together(first, payload()) : undefined;
}

function together(topic: MessageInput, body: MessageInput): MessageInput {
  return Array.isArray(body)
    ? [topic as FrameInput, ...(body as readonly FrameInput[])]
    : [topic as FrameInput, body as FrameInput];
}

interface CachingOptions {
  readonly conflate?: boolean;
  readonly invertMatching?: boolean;
  readonly lastValueCache?: number;
}

/** False only if it is certain that a message would be sent to no peer. */
function mayHaveSubscribers({ engine, options }: SocketCore, topic: Uint8Array): boolean {
  const { conflate = false, invertMatching = false, lastValueCache = 0 } = options as CachingOptions;
  // With conflate, libzmq does not tell; with invertMatching, those without the subscription get the message; a cache
  // keeps it for subscribers to come.
  if (conflate || invertMatching || lastValueCache > 0) return true;
  return engine.hasSubscriber?.(topic) ?? true;
}
