import { showValue, encodeText } from '@zeromq-ts/core/spi';

/** A topic: text (compared as UTF-8), or bytes. A subscription to it matches every message that begins with it. */
export type Topic = string | Uint8Array;

/**
 * The bytes of a topic.
 *
 * @param where The method that takes the topic, for the error text. @throws TypeError for any other value.
 */
export function topicBytes(topic: unknown, where: string): Uint8Array {
  if (typeof topic === 'string') return encodeText(topic);
  // Copied: a subscription outlives the call, and the caller's buffer may change.
  if (topic instanceof Uint8Array) return Uint8Array.from(topic);
  throw new TypeError(
    `A topic of ${where} is a string or a Uint8Array, not ${showValue(topic)}. ${adviceFor(topic, where)}`,
  );
}

function adviceFor(topic: unknown, where: string): string {
  if (Array.isArray(topic)) return 'Spread a list of topics: subscribe(...topics).';
  if (typeof topic === 'object' && topic !== null) {
    return where.endsWith('subscribe')
      ? `Pass options to the constructor: ${where} has none.`
      : 'Options come after the topics.';
  }
  return "The topic '' matches every message.";
}
