import { ZMQError } from '@zeromq-ts/core/spi';

/**
 * What one peer may have subscribed to at a time: a million topics, or 64 MiB in fewer of them. More than any honest
 * peer has, and less than would bring the process down.
 */
export const MAX_TOPICS = 2 ** 20;
export const MAX_TOPIC_BYTES = 64 * 2 ** 20;

/** What a subscription costs besides the bytes of its topic: its place in the tree, and in the list of its peer. */
export const SUBSCRIPTION_OVERHEAD_BYTES = 200;

/**
 * What an XPUB keeps for an application that does not receive: 64 MiB, counted with an overhead for each message. When
 * there is more, the oldest go. They are news of subscriptions, which take effect all the same.
 */
export const MAX_NEWS_BYTES = 64 * 2 ** 20;
export const NEWS_OVERHEAD_BYTES = 200;

/** Why a peer is disconnected that has subscribed to more than it may; undefined when it has not. */
export function excessOf({ topics, bytes }: { readonly topics: number; readonly bytes: number }): ZMQError | undefined {
  if (topics <= MAX_TOPICS && bytes <= MAX_TOPIC_BYTES) return undefined;
  return new ZMQError(
    'ENOBUFS',
    `The peer has subscribed to more than ${MAX_TOPICS} topics, or to topics of more than ${MAX_TOPIC_BYTES} bytes in total.`,
  );
}

/** Why the peer with the most subscriptions is disconnected when all have too many together. */
export function sharedExcess(limit: number): ZMQError {
  return new ZMQError(
    'ENOBUFS',
    `The subscriptions of all peers cost more than maxSubscriptionBytes, ${limit} bytes, and this peer has the most. ` +
      'Raise maxSubscriptionBytes, or set it to 0 for no limit, if the peers can be trusted.',
  );
}
