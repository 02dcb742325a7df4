import { decodeText, encodeText, ZMQError } from '@zeromq-ts/core/spi';
import type { Topic } from './topic.js';
import { topicBytes } from './topic.js';

/**
 * Topics that a `ZMQSubscriber` can subscribe to besides prefixes: {@link exactTopic} and {@link topicPattern} make them.
 *
 * On the wire, a subscription is a prefix, so publishers send what begins with the `prefix`; the subscriber discards what
 * does not match.
 */
export interface TopicPattern {
  /** What the subscriber subscribes to at its publishers. */
  readonly prefix: Uint8Array;
  /** Whether the first frame of a message is such a topic. */
  matches(frame: Uint8Array): boolean;
}

/** Whether it is a pattern, and not a prefix. */
export function isTopicPattern(topic: unknown): topic is TopicPattern {
  return (
    typeof topic === 'object' &&
    topic !== null &&
    'prefix' in topic &&
    'matches' in topic &&
    !(topic instanceof Uint8Array)
  );
}

/**
 * A topic as a whole: a subscription to it does not receive longer topics that begin with it.
 *
 * @throws TypeError for a value that is not a topic.
 *
 * @example
 * ```ts
 * import { exactTopic, ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
 *
 * await using publisher = new ZMQPublisher('inproc://blocks');
 * await using subscriber = new ZMQSubscriber('inproc://blocks', exactTopic('tx'));
 * await publisher.subscribed('tx', { timeout: 1000 });
 * await publisher.send('txid', 'is another topic');
 * await publisher.send('tx', 'is received');
 * console.log((await subscriber.receive()).text(1)); // is received
 * ```
 */
export function exactTopic(topic: Topic): TopicPattern {
  const prefix = topicBytes(topic, 'exactTopic');
  return {
    prefix,
    matches: (frame) => frame.byteLength === prefix.byteLength && prefix.every((byte, index) => frame[index] === byte),
  };
}

/**
 * Topics with wildcards, as NATS writes them: a topic is a list of tokens with a separator between them; `*` stands for one
 * token, and `>` at the end for one or more.
 *
 * The publisher sends all topics that begin with what is before the first wildcard; put what varies at the end.
 *
 * @param pattern For example `'prices.*.eur'`, `'prices.>'`.
 * @param options `separator`: between the tokens, default `'.'`.
 * @throws ZMQError `EINVAL` for an empty separator, and for `>` before the end.
 *
 * @example
 * ```ts
 * import { topicPattern, ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
 *
 * await using publisher = new ZMQPublisher('inproc://quotes');
 * await using subscriber = new ZMQSubscriber('inproc://quotes', topicPattern('prices.*.eur'));
 * await publisher.subscribed('prices.', { timeout: 1000 });
 * await publisher.send('prices.gold.usd', '980');
 * await publisher.send('prices.gold.eur', '900');
 * console.log((await subscriber.receive()).text(1)); // 900
 * ```
 */
export function topicPattern(pattern: string, options: { readonly separator?: string } = {}): TopicPattern {
  const { separator = '.' } = options;
  if (typeof pattern !== 'string') throw new TypeError('A pattern is a string; for bytes, use exactTopic or a prefix.');
  if (typeof separator !== 'string' || separator === '') {
    throw new ZMQError('EINVAL', 'The separator of a pattern is a string of at least one character.');
  }
  const tokens = pattern.split(separator);
  const rest = tokens.indexOf('>');
  if (rest >= 0 && rest < tokens.length - 1) {
    throw new ZMQError('EINVAL', `In the pattern ${JSON.stringify(pattern)}, > stands before the end; use * there.`);
  }
  const literal = tokens.findIndex((token) => token === '*' || token === '>');
  const before = literal < 0 ? tokens : [...tokens.slice(0, literal), ''];
  return {
    prefix: encodeText(before.join(separator)),
    matches: (frame) => matchTokens(tokens, decodeText(frame).split(separator)),
  };
}

function matchTokens(pattern: readonly string[], tokens: readonly string[]): boolean {
  const open = pattern.at(-1) === '>';
  if (open ? tokens.length < pattern.length : tokens.length !== pattern.length) return false;
  return pattern.every((token, index) => {
    if (token === '*' || (open && index === pattern.length - 1)) return tokens[index] !== '';
    return token === tokens[index];
  });
}
