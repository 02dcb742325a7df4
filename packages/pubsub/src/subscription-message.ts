import type { Message, Outgoing, PeerInfo } from '@zeromq-ts/core/spi';
import { asFrame, encodeText, messageOfFrames } from '@zeromq-ts/core/spi';

const CANCEL = 0;
const SUBSCRIBE = 1;

/**
 * A subscription or its end as the applications at an XPUB and an XSUB see it (RFC 29): a byte 1 or 0, and the topic.
 *
 * @param topic One character for each byte.
 * @param peer Who has subscribed, or has ended a subscription.
 */
export function subscriptionMessage(begins: boolean, topic: string, peer?: PeerInfo): Message {
  const frame = new Uint8Array(topic.length + 1);
  frame[0] = begins ? SUBSCRIBE : CANCEL;
  for (let index = 0; index < topic.length; index++) frame[index + 1] = topic.charCodeAt(index);
  return messageOfFrames([asFrame(frame)], peer);
}

/** Such a message, to be sent by an XSUB. */
export function subscriptionInput(begins: boolean, topic: Uint8Array): Uint8Array {
  const frame = new Uint8Array(topic.byteLength + 1);
  frame[0] = begins ? SUBSCRIBE : CANCEL;
  frame.set(topic, 1);
  return frame;
}

/** What such a message says. */
export interface SubscriptionChange {
  readonly begins: boolean;
  readonly topic: Uint8Array;
}

/** Reads such a message; undefined when it is another one. */
export function subscriptionChange(message: Outgoing): SubscriptionChange | undefined {
  let frame: string | Uint8Array | undefined;
  if (typeof message === 'string' || message instanceof Uint8Array) frame = message;
  else if (message.length === 1) frame = message[0];
  if (frame === undefined || frame.length === 0) return undefined;
  const byte = typeof frame === 'string' ? frame.charCodeAt(0) : frame[0];
  if (byte !== SUBSCRIBE && byte !== CANCEL) return undefined;
  // A copy: a subscription outlives the call.
  const topic = typeof frame === 'string' ? encodeText(frame.slice(1)) : Uint8Array.from(frame.subarray(1));
  return { begins: byte === SUBSCRIBE, topic };
}
